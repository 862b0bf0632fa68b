package org.katagpu;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.katagpu.machine.MachineUser;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.StepMark;
import org.katagpu.ui.tour.Canvas;
import org.katagpu.ui.tour.Tour;

/** The real window of a program without files, tied to a {@link WholeMachine} as a user of sudo with a password. */
final class WholeWindow implements AutoCloseable {
    /** The pages of the stages, in the order they are shown. */
    static final Map<String, PageId> PAGES = pages();
    private static final Duration PATIENCE = Duration.ofSeconds(800);

    final Wiring wiring;
    final Tour tour;
    private final Stage stage;

    /** @param pictures folder below {@code target/looks} */
    WholeWindow(String pictures) {
        wiring = FxThread.get(() -> new Wiring(LocalEnvironment.temporary(), Locale.ENGLISH));
        stage = FxThread.get(Stage::new);
        Canvas canvas = FxThread.get(() -> {
            Canvas made = new Canvas(wiring.window().root());
            stage.setScene(made.scene());
            stage.show();
            return made;
        });
        tour = new Tour(canvas, wiring.window().root(), Path.of("target", "looks", pictures), said -> {});
    }

    private static Map<String, PageId> pages() {
        Map<String, PageId> pages = new java.util.LinkedHashMap<>();
        pages.put("gpu", PageId.GPUS);
        pages.put("rootfs", PageId.GUEST_IMAGE);
        pages.put("kata", PageId.KATA_CONFIG);
        pages.put("image", PageId.MODEL_IMAGE);
        pages.put("network", PageId.NETWORK);
        pages.put("serve", PageId.MODEL);
        return pages;
    }

    void connect(String address, int port) throws Exception {
        tour.press("step-connect");
        FxThread.run(() -> {
            ((ComboBox<?>) find("host")).getEditor().setText(address);
            ((TextInputControl) find("port")).setText(String.valueOf(port));
            ((TextInputControl) find("user")).setText(MachineUser.ADMIN.login());
            ((TextInputControl) find("password")).setText(MachineUser.ADMIN.password());
        });
        tour.press("connect");
        await("the host's key or the host", () -> find("remember-key") != null
                || wiring.wizard().pageProperty().get() == PageId.HOST_CHECK);
        if (FxThread.get(() -> find("remember-key") != null)) {
            tour.press("remember-key");
        }
        await("the host was read", () -> wiring.wizard().pageProperty().get() == PageId.HOST_CHECK && wiring.scanned());
    }

    void choose() throws Exception {
        tour.press("step-gpus");
        tour.tick("choose-0000-3b-00-0", true);
        FxThread.run(
                () -> wiring.wizard().planProperty().set(WholeMachine.choices(wiring.wizard().planProperty().get())));
    }

    /** Asks about every step by way of Review, until a run can be started. */
    void review() throws Exception {
        tour.press("step-review");
        tour.press("review-check");
        await("every step was asked", () -> find("review-run") != null && !find("review-run").isDisabled());
    }

    void ask() throws Exception {
        tour.press("step-chat");
        await("a question can be asked", () -> find("chat-question") != null && !find("chat-question").isDisabled());
        tour.write("chat-question", "Are you there?");
        tour.press("chat-send");
        await("the answer", () -> wiring.window().root().lookupAll(".chat-transcript .chat-run").stream()
                .map(run -> ((Text) run).getText()).collect(Collectors.joining())
                .contains("Hello! How can I help \"you\" today?"));
    }

    /** Previews taking back, and begins it. @return false where there is nothing to take back */
    boolean takeEverythingBack() throws Exception {
        tour.press("step-review");
        tour.press("review-take-back-all");
        await("what will be taken back", () -> canTakeBack() || nothingToTakeBack() == PAGES.size());
        if (!FxThread.get(this::canTakeBack)) {
            tour.press("review-leave-it");
            return false;
        }
        tour.picture("undo-previewed");
        tour.press("review-take-back");
        return true;
    }

    private boolean canTakeBack() {
        return find("review-take-back") != null && !find("review-take-back").isDisabled();
    }

    private long nothingToTakeBack() {
        return wiring.window().root().lookupAll(".review-row .label").stream()
                .filter(label -> "There is nothing to take back".equals(((Labeled) label).getText())).count();
    }

    List<PageId> stages() {
        return List.copyOf(PAGES.values());
    }

    boolean marked(PageId page, StepMark.Kind kind) {
        return wiring.wizard().markProperty(page).get().kind() == kind;
    }

    Node find(String id) {
        return wiring.window().root().lookup("#" + id);
    }

    String words() {
        return FxThread.get(() -> wiring.window().root().lookupAll(".label").stream().filter(Labeled.class::isInstance)
                .map(node -> ((Labeled) node).getText()).collect(Collectors.joining("\n"))
                + wiring.window().root().lookupAll(".text-area").stream()
                        .map(node -> "\n| " + ((TextInputControl) node).getText()).collect(Collectors.joining()));
    }

    void await(String what, BooleanSupplier holds) {
        try {
            FxThread.await(what, PATIENCE, holds);
        } catch (AssertionError stuck) {
            throw new AssertionError(stuck.getMessage() + "\n" + words(), stuck);
        }
    }

    @Override
    public void close() {
        FxThread.run(() -> {
            stage.close();
            wiring.close();
        });
    }
}
