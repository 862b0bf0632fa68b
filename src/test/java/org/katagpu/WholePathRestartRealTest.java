package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.machine.MachineCable;
import org.katagpu.machine.MachineSnapshot;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.StepMark;
import org.katagpu.ui.stage.StageModel.View.Running;

/**
 * The whole path through Review alone, with a restart of the host in the gaps between its steps: while the run goes on,
 * once it has ended, and on the way back. A few gaps by default; {@code -Dkatagpu.restart=all} makes every one.
 */
@Tag("real")
@Tag("beside")
@Timeout(3600)
class WholePathRestartRealTest {
    /** As they follow one another where those before are out of the way: a step, and what the gap is made before. */
    private static final List<String> WAY = List.of("gpu", "kata", "network", "image", "rootfs", "serve");
    private static final boolean ALL = "all".equals(System.getProperty("katagpu.restart"));
    private static final List<String> GAPS_AFTER = ALL ? WAY : List.of("network", "serve");
    private static final List<String> GAPS_BACK_AFTER = ALL
            ? List.of("serve", "network", "kata", "gpu", "image")
            : List.of("serve");

    @TempDir
    private Path folder;
    private MachineCable cable;
    private WholeWindow window;
    private WindowClaims claims;
    private final List<String> wrong = new ArrayList<>();
    private int restarts;

    @Test
    void aRestartInEveryGapEndsInAnAnswerAndEverythingCanBeTakenBack() throws Exception {
        long begun = System.nanoTime();
        try (WholeMachine whole = new WholeMachine(folder)) {
            MachineSnapshot before = whole.machine.snapshot();
            try (MachineCable way = new MachineCable(whole.machine);
                    WholeWindow opened = new WholeWindow("whole-restart")) {
                cable = way;
                window = opened;
                claims = new WindowClaims(window, whole.machine);
                window.connect(cable.address(), cable.port());
                window.choose();
                there();
                window.ask();
                back();
            }
            System.out.printf("whole path with restarts: %d restarts, %d claims compared, %d contradicted, %d s%n",
                    restarts, claims.compared(), wrong.size(), Duration.ofNanos(System.nanoTime() - begun).toSeconds());
            assertThat(wrong).isEmpty();
            assertThat(whole.machine.snapshot().changesSince(before)).filteredOn(line -> !line.contains("dnf.args")
                    && !line.contains("198.19.") && !line.contains("enp3s0")).isEmpty();
        }
    }

    private void there() throws Exception {
        for (String last : GAPS_AFTER) {
            // The run taken up again after the gap before may have done it all.
            if (!window.marked(PageId.REVIEW, StepMark.Kind.DONE)) {
                run(upTo(last));
            }
            window.await(last + " is done", () -> window.marked(WholeWindow.PAGES.get(last), StepMark.Kind.DONE)
                    || isRunning(next(last)) || ended());
            restart("after " + last);
        }
        if (!window.marked(PageId.REVIEW, StepMark.Kind.DONE)) {
            run(WAY);
        }
        window.await("the model answers", this::ended);
        compare("at the end");
        assertThat(window.marked(PageId.REVIEW, StepMark.Kind.DONE)).as(window::words).isTrue();
    }

    /** What is done before a gap, and the step after it, which the restart keeps from its turn. */
    private static List<String> upTo(String last) {
        return WAY.subList(0, Math.min(WAY.size(), WAY.indexOf(last) + 2));
    }

    private static String next(String last) {
        return WAY.get(Math.min(WAY.size() - 1, WAY.indexOf(last) + 1));
    }

    /** Only the last step begins after all others: its beginning voids what was read of them. */
    private boolean isRunning(String next) {
        return next.equals("serve") && window.wiring.stages().models().stream()
                .anyMatch(model -> model.stageId().equals(next) && model.viewProperty().get() instanceof Running);
    }

    private void run(List<String> taking) throws Exception {
        window.tour.press("step-review");
        for (String stage : WAY) {
            window.tour.tick("review-include-" + stage, taking.contains(stage));
        }
        window.review();
        window.tour.press("review-run");
    }

    /** Nothing runs any more. */
    private boolean ended() {
        return !window.marked(PageId.REVIEW, StepMark.Kind.RUNNING);
    }

    private void restart(String when) throws Exception {
        restarts++;
        cable.pull();
        window.await("the loss is noticed " + when, () -> !window.wiring.wizard().watch().isUp());
        wrong.addAll(claims.whileAway(when));
        cable.restart();
        window.await("the run has ended " + when, () -> window.wiring.wizard().watch().isUp() && ended());
        compare(when);
    }

    private void compare(String when) throws Exception {
        List<String> now = claims.compare(when);
        now.forEach(line -> System.out.println("contradicted: " + line));
        wrong.addAll(now);
    }

    private void back() throws Exception {
        for (String last : GAPS_BACK_AFTER) {
            if (!window.takeEverythingBack()) {
                break;
            }
            window.await(last + " is taken back", () -> !window.marked(WholeWindow.PAGES.get(last),
                    StepMark.Kind.DONE) && !window.marked(WholeWindow.PAGES.get(last), StepMark.Kind.RUNNING));
            restart("after " + last + " was taken back");
        }
        window.takeEverythingBack();
        window.await("nothing of ours is left", () -> ended() && window.stages().stream()
                .noneMatch(page -> window.marked(page, StepMark.Kind.DONE)
                        || window.marked(page, StepMark.Kind.RUNNING)));
        compare("at the very end");
    }
}
