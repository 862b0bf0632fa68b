package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.StepMark;
import org.katagpu.ui.tour.Canvas;
import org.katagpu.ui.tour.Tour;

/** The short way on the practice host: three decisions, one run, one question of the run, an answer. */
class EssentialsPathTest {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private Wiring wiring;
    private Tour tour;
    private LargeLettersWalk large;

    @Test
    @Timeout(300)
    void threeDecisionsLeadToAnAnsweredQuestion() throws Exception {
        wiring = FxThread.get(() -> new Wiring(LocalEnvironment.temporary(), Locale.ENGLISH));
        Stage stage = FxThread.get(Stage::new);
        try {
            Canvas canvas = FxThread.get(() -> {
                Canvas made = new Canvas(wiring.window().root());
                stage.setScene(made.scene());
                stage.show();
                return made;
            });
            tour = new Tour(canvas, wiring.window().root(), Path.of("target", "looks", "essentials"), said::add);
            large = new LargeLettersWalk(wiring, tour, canvas);
            decide();
            run();
            ask();
        } finally {
            FxThread.run(() -> {
                stage.close();
                wiring.close();
            });
        }
        assertThat(said).noneMatch(line -> line.startsWith("cut short"));
    }

    private void decide() throws Exception {
        tour.press("practise");
        await("the host was read", () -> front() == PageId.HOST_CHECK && wiring.scanned());
        tour.press("step-kata-config");
        tour.untilThere("apply-all");
        tour.picture("kata");
        assertThat(FxThread.get(() -> inSight("#keys", ".table-row-cell:filled"))).as("keys at 1280×800")
                .isGreaterThanOrEqualTo(14);
        assertThat(FxThread.get(() -> inSight(".recommended-list", ".recommended-row"))).as("advice at 1280×800")
                .isGreaterThanOrEqualTo(4);
        tour.press("step-guest-image");
        tour.picture("guest-image");
        assertThat(List.of("rootfs-image", "rootfs-size", "rootfs-kernel", "rootfs-version")).as("required fields")
                .allMatch(id -> FxThread.get(() -> inSight(".page", "#" + id)) == 1);
        assertThat(large.all("empty")).as("with large letters").isEmpty();
        tour.press("step-host-check");
        tour.press("short-way");
        await("what is to be decided", () -> standing().equals("Still to decide: the GPUs, the kernel folder"));
        tour.tick("choose-0000-3b-00-0", true);
        await("the GPUs are decided", () -> standing().equals("Still to decide: the kernel folder"));
        tour.picture("to-decide");
        tour.type("rootfs-kernel", "no/folder");
        await("a wrong field stops it", () -> standing().endsWith("needs another value"));
        assertThat(marked(PageId.ESSENTIALS)).isFalse();
        tour.type("rootfs-kernel", "/home/work/guest-kernel");
        await("all is decided", () -> standing().equals("All decided"));
        await("every stage told what it would change",
                () -> wiring.stages().models().stream().allMatch(
                        one -> one.viewProperty().get() instanceof org.katagpu.ui.stage.StageModel.View.Known));
        tour.picture("decided");
        for (double[] size : new double[][]{{1024, 700}, {1920, 1080}}) {
            FxThread.run(() -> ((Region) wiring.window().root()).resize(size[0], size[1]));
            tour.picture("decided-" + (int) size[0]);
        }
        FxThread.run(() -> ((Region) wiring.window().root()).resize(Canvas.WIDTH, Canvas.HEIGHT));
        tour.press("switch-language");
        tour.press("switch-theme");
        tour.picture("decided-chinese-dark");
        tour.press("switch-language");
        tour.press("switch-theme");
        assertThat(words()).contains("as recommended").doesNotContain("changed by you");
    }

    private void run() throws Exception {
        assertThat(large.all("ready")).as("with large letters").isEmpty();
        tour.press("go-next");
        tour.press("review-run");
        await("the run asks for the driver's checksum",
                () -> find("answer-rootfs-unconfirmed") != null && !find("review-check").isDisabled());
        tour.picture("run-asks");
        tour.press("answer-rootfs-unconfirmed");
        tour.press("checksum-confirm");
        tour.press("go-next");
        await("the way on leads back to the run", () -> front() == PageId.REVIEW);
        tour.press("review-run");
        await("the model answers", () -> marked(PageId.MODEL));
        await("nothing is left", () -> marked(PageId.REVIEW));
        tour.picture("done");
        assertThat(FxThread.get(this::cardsInSight)).as("cards of Review in sight at 1280×800").isEqualTo(6);
        assertThat(large.all("done")).as("with large letters").isEmpty();
    }

    private void ask() throws Exception {
        tour.press("go-next");
        await("a question can be asked", () -> find("chat-question") != null && !find("chat-question").isDisabled());
        tour.write("chat-question", "GPU?");
        tour.press("chat-send");
        await("it is answered", () -> marked(PageId.CHAT));
        tour.picture("answered");
        assertThat(FxThread.get(this::linesOfAnswer)).as("lines of an answer at 1280×800").isGreaterThanOrEqualTo(24);
    }

    private long cardsInSight() {
        double bottom = wiring.window().root().lookup(".act-bar").localToScene(0, 0).getY();
        return wiring.window().root().lookupAll(".review-row").stream()
                .filter(card -> card.localToScene(card.getBoundsInLocal()).getMaxY() <= bottom).count();
    }

    /** How many of those are whole within what is around them. */
    private long inSight(String around, String what) {
        Node area = wiring.window().root().lookup(around);
        Bounds room = area.localToScene(area.getBoundsInLocal());
        return area.lookupAll(what).stream().filter(Node::isVisible)
                .map(one -> one.localToScene(one.getLayoutBounds()))
                .filter(one -> one.getMinY() >= room.getMinY() - 1 && one.getMaxY() <= room.getMaxY() + 1).count();
    }

    /** As many as the line of plain words just drawn goes into the transcript's height. */
    private int linesOfAnswer() {
        double line = wiring.window().root().lookupAll(".chat-run").stream()
                .mapToDouble(run -> run.getLayoutBounds().getHeight()).min().orElseThrow();
        return (int) (wiring.window().root().lookup(".chat-transcript").getLayoutBounds().getHeight() / line);
    }

    private static void await(String what, BooleanSupplier holds) {
        FxThread.await(what, Duration.ofSeconds(120), holds);
    }

    private String standing() {
        return find("standing-text") instanceof Labeled text ? text.getText() : "";
    }

    private String words() {
        return FxThread.get(() -> String.join("\n", wiring.window().root().lookupAll(".label").stream()
                .filter(Labeled.class::isInstance).map(node -> ((Labeled) node).getText()).toList()));
    }

    private boolean marked(PageId page) {
        return wiring.wizard().markProperty(page).get().kind() == StepMark.Kind.DONE;
    }

    private PageId front() {
        return wiring.wizard().pageProperty().get();
    }

    private Node find(String id) {
        return wiring.window().root().lookup("#" + id);
    }
}
