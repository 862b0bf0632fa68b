package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.machine.MachineSnapshot;
import org.katagpu.machine.MachineUser;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.StepMark;
import org.katagpu.ui.tour.Canvas;
import org.katagpu.ui.tour.Tour;

/**
 * From a program without files and a machine without anything of ours, by way of Review alone, to an answered question;
 * then everything is taken back. As a user of sudo with a password, over real sshd, where KATAGPU_ROOT is not set.
 */
@Tag("real")
@Tag("beside")
@Timeout(900)
class WholePathRealTest {
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final List<PageId> STAGES = List.of(PageId.GPUS, PageId.GUEST_IMAGE, PageId.KATA_CONFIG,
            PageId.MODEL_IMAGE, PageId.NETWORK, PageId.MODEL);

    @TempDir
    private Path folder;
    private Wiring wiring;
    private Tour window;
    private Stage stage;

    private void open() throws Exception {
        wiring = FxThread.get(() -> new Wiring(LocalEnvironment.temporary(), Locale.ENGLISH));
        stage = FxThread.get(Stage::new);
        Canvas canvas = FxThread.get(() -> {
            Canvas made = new Canvas(wiring.window().root());
            stage.setScene(made.scene());
            stage.show();
            return made;
        });
        window = new Tour(canvas, wiring.window().root(), Path.of("target", "looks", "whole"), said -> {});
    }

    private void close() {
        FxThread.run(() -> {
            stage.close();
            wiring.close();
        });
    }

    private void connect(WholeMachine whole) throws Exception {
        window.press("step-connect");
        FxThread.run(() -> {
            ((ComboBox<?>) find("host")).getEditor().setText(whole.machine.address());
            ((TextInputControl) find("port")).setText(String.valueOf(whole.machine.port()));
            ((TextInputControl) find("user")).setText(MachineUser.ADMIN.login());
            ((TextInputControl) find("password")).setText(MachineUser.ADMIN.password());
        });
        window.press("connect");
        await("the host's key or the host", () -> find("remember-key") != null
                || wiring.wizard().pageProperty().get() == PageId.HOST_CHECK);
        if (FxThread.get(() -> find("remember-key") != null)) {
            window.press("remember-key");
        }
        await("the host was read", () -> wiring.wizard().pageProperty().get() == PageId.HOST_CHECK && wiring.scanned());
    }

    private void choose() throws Exception {
        window.press("step-gpus");
        window.tick("choose-0000-3b-00-0", true);
        FxThread.run(
                () -> wiring.wizard().planProperty().set(WholeMachine.choices(wiring.wizard().planProperty().get())));
    }

    private void runAll() throws Exception {
        window.press("step-review");
        window.press("review-check");
        await("every step was asked", () -> find("review-run") != null && !find("review-run").isDisabled());
        window.picture("review");
        window.press("review-run");
        await("the model answers", () -> marked(PageId.REVIEW, StepMark.Kind.DONE) || marked(PageId.REVIEW,
                StepMark.Kind.ATTENTION));
        window.picture("review-done");
    }

    private void ask() throws Exception {
        window.press("step-chat");
        await("a question can be asked", () -> find("chat-question") != null && !find("chat-question").isDisabled());
        window.write("chat-question", "Are you there?");
        window.press("chat-send");
        await("the answer", () -> wiring.window().root().lookupAll(".chat-transcript .chat-run").stream()
                .map(run -> ((Text) run).getText()).collect(Collectors.joining())
                .contains("Hello! How can I help \"you\" today?"));
        window.picture("chat");
    }

    private void takeEverythingBack() throws Exception {
        window.press("step-review");
        window.press("review-take-back-all");
        await("what will be taken back", () -> find("review-take-back") != null
                && !find("review-take-back").isDisabled());
        window.picture("undo-previewed");
        window.press("review-take-back");
        await("nothing of ours is left", () -> !marked(PageId.REVIEW, StepMark.Kind.RUNNING)
                && STAGES.stream().noneMatch(page -> marked(page, StepMark.Kind.DONE)
                        || marked(page, StepMark.Kind.RUNNING) || marked(page, StepMark.Kind.STALE)));
        window.picture("undone");
    }

    @Test
    void fromNothingToAnAnswerThroughReviewAloneAndBack() throws Exception {
        try (WholeMachine whole = new WholeMachine(folder)) {
            MachineSnapshot before = whole.machine.snapshot();
            open();
            try {
                connect(whole);
                choose();
                long begun = System.nanoTime();
                runAll();
                assertThat(STAGES).as(this::words).allMatch(page -> marked(page, StepMark.Kind.DONE));
                ask();
                System.out.printf("whole path: %d s, %d changes seen by the machine%n",
                        Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                        whole.machine.snapshot().changesSince(before).size());
                takeEverythingBack();
            } catch (AssertionError failed) {
                throw new AssertionError(words(), failed);
            } finally {
                close();
            }
            assertThat(whole.machine.snapshot().changesSince(before)).filteredOn(line -> !line.contains("dnf.args"))
                    .isEmpty();
        }
    }

    private boolean marked(PageId page, StepMark.Kind kind) {
        return wiring.wizard().markProperty(page).get().kind() == kind;
    }

    private Node find(String id) {
        return wiring.window().root().lookup("#" + id);
    }

    private String words() {
        return FxThread.get(() -> wiring.window().root().lookupAll(".label").stream().filter(Labeled.class::isInstance)
                .map(node -> ((Labeled) node).getText()).collect(Collectors.joining("\n"))
                + wiring.window().root().lookupAll(".text-area").stream()
                        .map(node -> "\n| " + ((TextInputControl) node).getText()).collect(Collectors.joining()));
    }

    private static void await(String what, java.util.function.BooleanSupplier holds) {
        FxThread.await(what, PATIENCE, holds);
    }
}
