package org.katagpu;

import java.nio.file.Path;
import java.util.function.Consumer;

import javafx.scene.Node;
import javafx.scene.control.Label;

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
    private static final int TWO_KATAS = 6;
    private static final int KATA_IN_RUST = 7;

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
        bind();
        buildGuestImage();
        configureKata();
        bringModelImage();
        reviewAndRun();
        chat();
        personas();
    }

    private void bind() throws InterruptedException {
        tour.press("step-gpus");
        tour.tick("choose-0000-3b-00-0", true);
        tour.untilThere("gpu-apply");
        tour.picture("gpus-chosen");
        apply("gpu");
        tour.until("the devices were read again", wiring::scanned);
        tour.picture("gpus-bound");
        inChineseAndDark(() -> {
            tour.picture("gpus-bound-chinese-dark");
            tour.press("step-host-check");
            tour.picture("host-check-chinese-dark");
        });
        tour.press("step-gpus");
        tour.press("gpu-undo");
        tour.press("gpu-undo-confirm");
        tour.until("the GPU can be bound again", () -> isEnabled("gpu-apply"));
        tour.picture("gpus-given-back");
        apply("gpu");
    }

    private void buildGuestImage() throws InterruptedException {
        tour.press("step-guest-image");
        tour.type("rootfs-size", "8");
        tour.type("rootfs-kernel", "/home/work/guest-kernel");
        tour.press("rootfs-apply");
        tour.untilThere("checksum-confirm");
        tour.picture("guest-image-checksum-to-confirm");
        tour.press("checksum-confirm");
        tour.until("the checksum is taken", () -> isEnabled("rootfs-apply"));
        apply("rootfs");
        tour.picture("guest-image-built");
        inChineseAndDark(() -> tour.picture("guest-image-built-chinese-dark"));
    }

    private void bringModelImage() throws InterruptedException {
        tour.press("step-model-image");
        tour.untilThere("image-apply");
        tour.picture("model-image");
        apply("image");
        tour.picture("model-image-there");
        inChineseAndDark(() -> tour.picture("model-image-there-chinese-dark"));
    }

    /** The network and the model are started from the review: each is checked again when its turn comes. */
    private void reviewAndRun() throws InterruptedException {
        tour.press("step-network");
        tour.until("the network can be added", () -> isEnabled("network-apply"));
        tour.picture("network");
        tour.press("step-model");
        tour.until("the host was asked", () -> isEnabled("serve-check"));
        tour.picture("model");
        tour.press("step-review");
        tour.press("review-check");
        tour.until("every step was asked", () -> isEnabled("review-run"));
        tour.picture("review");
        inChineseAndDark(() -> tour.picture("review-chinese-dark"));
        tour.press("review-run");
        tour.until("nothing is left to do", () -> says("review-state-serve", "done"));
        tour.picture("review-done");
        tour.press("step-network");
        tour.until("the network was read back", () -> isEnabled("network-undo"));
        tour.picture("network-added");
        tour.press("step-model");
        tour.until("the model answers", () -> isEnabled("open-chat"));
        tour.picture("model-proved");
        inChineseAndDark(() -> {
            tour.until("the model answers", () -> isEnabled("open-chat"));
            tour.picture("model-proved-chinese-dark");
        });
    }

    private void chat() throws InterruptedException {
        tour.press("step-model");
        tour.press("open-chat");
        ask("What GPU do you run on?");
        tour.picture("chat-answered");
        inChineseAndDark(() -> {
            ask("你运行在哪块 GPU 上？");
            tour.picture("chat-answered-chinese-dark");
        });
    }

    private void ask(String question) throws InterruptedException {
        tour.until("a question can be asked", () -> isEnabled("chat-question"));
        tour.write("chat-question", question);
        tour.press("chat-send");
        tour.until("the answer runs", () -> isShown("chat-stop"));
        tour.until("the answer has ended", () -> !isShown("chat-stop"));
    }

    private boolean isShown(String id) {
        Node node = wiring.window().root().lookup("#" + id);
        return node != null && node.isVisible();
    }

    private boolean says(String id, String words) {
        return wiring.window().root().lookup("#" + id) instanceof Label label && label.getText().equals(words);
    }

    /** Other hosts an admin may meet. */
    private void personas() throws InterruptedException {
        connect(SHARED_GROUP);
        tour.press("step-gpus");
        tour.untilThere("detail-0000-bb-00-0");
        tour.picture("gpus-shared-group");
        tour.press("gpus-by-group");
        tour.picture("gpus-groups-and-root-ports");
        connect(IOMMU_OFF);
        tour.picture("host-check-iommu-off");
        connect(TWO_KATAS);
        tour.picture("host-check-two-katas");
        tour.press("step-kata-config");
        tour.untilThere("apply-all");
        tour.picture("kata-config-two-katas");
        connect(KATA_IN_RUST);
        tour.picture("host-check-kata-in-rust");
        tour.press("step-kata-config");
        tour.untilThere("apply-all");
        tour.picture("kata-config-kata-in-rust");
        connect(HELD);
        tour.press("step-gpus");
        tour.tick("choose-0000-3b-00-0", true);
        tour.until("the host was asked", () -> isEnabled("gpu-check"));
        tour.picture("gpus-held");
    }

    /** Starts a stage and waits until the host was read back as done. */
    private void apply(String stage) throws InterruptedException {
        tour.press(stage + "-apply");
        tour.until(stage + " is done", () -> !isEnabled(stage + "-apply") && isEnabled(stage + "-undo"));
    }

    private interface Steps {
        void walk() throws InterruptedException;
    }

    private void inChineseAndDark(Steps steps) throws InterruptedException {
        tour.press("switch-language");
        tour.press("switch-theme");
        steps.walk();
        tour.press("switch-language");
        tour.press("switch-theme");
    }

    private boolean isEnabled(String id) {
        Node node = wiring.window().root().lookup("#" + id);
        return node != null && !node.isDisabled();
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
        tour.until("the configuration was saved", () -> !isEnabled("kata-apply") && isEnabled("kata-check"));
        tour.picture("kata-config-saved");
        tour.press("back");
        inChineseAndDark(() -> {
            tour.tab("config-views", 1);
            tour.picture("kata-config-text-chinese-dark");
        });
    }

    private boolean isDisabled(String id) {
        Node node = wiring.window().root().lookup("#" + id);
        return node != null && node.isDisabled();
    }

    private void connect(int persona) throws InterruptedException {
        tour.press("step-connect");
        tour.choose("persona", persona);
        if (persona == SHARED_GROUP) {
            tour.picture("connected");
        }
        boolean leaves = wiring.wizard().sessionProperty().get().isPresent();
        tour.press("practise");
        if (leaves) {
            if (persona == SHARED_GROUP) {
                tour.picture("connect-another");
            }
            tour.press("connect-other");
        }
        tour.until("the host check is in front", () -> wiring.wizard().pageProperty().get() == PageId.HOST_CHECK);
        tour.until("the host was read", () -> wiring.scanned());
    }
}
