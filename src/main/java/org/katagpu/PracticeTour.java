package org.katagpu;

import java.nio.file.Path;
import java.util.function.Consumer;

import javafx.scene.Node;

import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.tour.Canvas;
import org.katagpu.ui.tour.Tour;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way an admin goes through the wizard, walked on the practice host: the pictures of the docs come from here. */
final class PracticeTour {
    private static final Logger LOG = LoggerFactory.getLogger(PracticeTour.class);
    private static final int CLEAN_GROUPS = 0;
    private static final int SHARED_GROUP = 1;
    private static final int IOMMU_OFF = 2;
    private static final int HELD = 3;

    private final Wiring wiring;
    private final Tour tour;

    PracticeTour(Wiring wiring, Canvas canvas, Path folder) {
        this(wiring, canvas, folder, LOG::info);
    }

    /** @param say told of each picture, and of each word that cannot be read whole */
    PracticeTour(Wiring wiring, Canvas canvas, Path folder, Consumer<String> say) {
        this.wiring = wiring;
        this.tour = new Tour(canvas, wiring.window().root(), folder, say);
    }

    void walk() throws InterruptedException {
        tour.picture("connect");
        connect(CLEAN_GROUPS);
        tour.picture("host-check");
        tour.press("step-gpus");
        tour.tick("choose-0000-3b-00-0", true);
        tour.untilThere("gpu-apply");
        tour.picture("gpus-chosen");
        tour.press("gpu-apply");
        tour.untilThere("gpu-undo");
        tour.picture("gpus-bound");
        tour.press("switch-language");
        tour.press("switch-theme");
        tour.picture("gpus-bound-chinese-dark");
        tour.press("step-host-check");
        tour.picture("host-check-chinese-dark");
        tour.press("switch-language");
        tour.press("switch-theme");
        tour.press("step-gpus");
        tour.press("gpu-undo");
        tour.untilThere("gpu-apply");
        tour.picture("gpus-given-back");
        tour.press("step-guest-image");
        tour.untilThere("rootfs-check");
        tour.picture("guest-image");
        configureKata();
        tour.press("step-review");
        tour.until("every step was asked", () -> !isDisabled("review-check"));
        tour.picture("review");
        connect(SHARED_GROUP);
        tour.press("step-gpus");
        tour.tick("choose-0000-bb-00-0", true);
        tour.untilThere("gpu-check");
        tour.picture("gpus-shared-group");
        tour.tab("gpu-views", 1);
        tour.picture("gpus-groups-and-root-ports");
        connect(IOMMU_OFF);
        tour.picture("host-check-iommu-off");
        connect(HELD);
        tour.press("step-gpus");
        tour.tick("choose-0000-3b-00-0", true);
        tour.untilThere("gpu-check");
        tour.picture("gpus-held");
    }

    private void configureKata() throws InterruptedException {
        tour.press("step-kata-config");
        tour.untilThere("apply-all");
        tour.picture("kata-config");
        tour.press("apply-all");
        tour.until("every recommended key is set", () -> isDisabled("apply-all"));
        tour.picture("kata-config-recommended-applied");
        tour.press("review");
        tour.untilThere("kata-apply");
        tour.picture("kata-config-diff");
        tour.press("kata-apply");
        tour.until("the configuration was saved", () -> isDisabled("kata-apply"));
        tour.picture("kata-config-saved");
        tour.press("back");
        tour.press("switch-language");
        tour.press("switch-theme");
        tour.tab("config-views", 1);
        tour.picture("kata-config-text-chinese-dark");
        tour.press("switch-language");
        tour.press("switch-theme");
    }

    private boolean isDisabled(String id) {
        Node node = wiring.window().root().lookup("#" + id);
        return node != null && node.isDisabled();
    }

    private void connect(int persona) throws InterruptedException {
        tour.press("step-connect");
        tour.choose("persona", persona);
        tour.press("practise");
        tour.until("the host check is in front", () -> wiring.wizard().pageProperty().get() == PageId.HOST_CHECK);
        tour.until("the host was read", () -> wiring.scanned());
    }
}
