package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.machine.JobFreezer;
import org.katagpu.machine.MachineCable;
import org.katagpu.setup.Action;
import org.katagpu.setup.StageState;
import org.katagpu.setup.Stages;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.log.LogModel;
import org.katagpu.ui.stage.StageModel;

/**
 * Every stage is cut at its steps: cancelled, killed with all it runs, its link lost, its host restarted. After each cut
 * all that the window claims is held against what the host says to one who asks now. A few cuts are made by default;
 * {@code -Dkatagpu.interrupted=all} makes all, {@code -Dkatagpu.interrupted.stages=gpu,kata} those of some stages.
 */
@Tag("real")
@Tag("beside")
@Timeout(3600)
class InterruptedStagesRealTest {
    private enum Cut {
        CANCELLED, KILLED, LINK_LOST, RESTARTED
    }

    private record Case(int step, Cut cut) {}

    /** What is cut by default; each kind of cut and each stage is in it. */
    private static final Map<String, List<Case>> FEW = Map.of("gpu", List.of(new Case(2, Cut.RESTARTED)), "rootfs",
            List.of(new Case(3, Cut.KILLED)), "kata", List.of(new Case(3, Cut.KILLED)), "image",
            List.of(new Case(2, Cut.LINK_LOST)), "network", List.of(new Case(2, Cut.CANCELLED)), "serve",
            List.of(new Case(4, Cut.KILLED), new Case(5, Cut.RESTARTED)));
    private static final List<String> ORDER = List.of("gpu", "kata", "image", "network", "rootfs", "serve");
    private static final boolean ALL = "all".equals(System.getProperty("katagpu.interrupted"));
    private static final Set<String> ONLY = Set.of(System.getProperty("katagpu.interrupted.stages",
            String.join(",", ORDER)).split(","));

    @TempDir
    private Path folder;
    private WholeMachine whole;
    private MachineCable cable;
    private WholeWindow window;
    private WindowClaims claims;
    private final List<String> wrong = new ArrayList<>();
    private int cuts;

    @Test
    void noClaimIsContradictedAfterACutAtAnyStep() throws Exception {
        long begun = System.nanoTime();
        whole = new WholeMachine(folder);
        cable = new MachineCable(whole.machine);
        window = new WholeWindow("interrupted");
        try {
            claims = new WindowClaims(window, whole.machine);
            window.connect(cable.address(), cable.port());
            window.choose();
            window.review();
            for (String stage : ORDER) {
                if (ONLY.contains(stage)) {
                    cutAtItsSteps(stage);
                }
            }
        } finally {
            System.out.printf("interrupted: %d cuts, %d claims compared with %d fresh looks, %d contradicted, %d s%n",
                    cuts, claims == null ? 0 : claims.compared(), claims == null ? 0 : claims.times(), wrong.size(),
                    Duration.ofNanos(System.nanoTime() - begun).toSeconds());
            window.close();
            cable.close();
            whole.close();
        }
        assertThat(wrong).isEmpty();
    }

    private void cutAtItsSteps(String stage) throws Exception {
        if (!ALL) {
            for (Case one : FEW.get(stage)) {
                assertThat(cut(stage, one)).as(stage + " comes to step " + one.step()).isTrue();
            }
            return;
        }
        int step = 1;
        while (cut(stage, new Case(step, Cut.CANCELLED))) {
            for (Cut kind : List.of(Cut.KILLED, Cut.LINK_LOST, Cut.RESTARTED)) {
                cut(stage, new Case(step, kind));
            }
            step++;
        }
    }

    /** @return false where the stage has no such step */
    private boolean cut(String stage, Case one) throws Exception {
        String when = stage + " " + one.cut() + " at step " + one.step();
        prepare(stage);
        StageModel model = model(stage);
        Optional<JobFreezer.Held> held;
        try (JobFreezer freezer = new JobFreezer(whole.machine, one.step())) {
            FxThread.run(() -> model.act(Action.APPLY));
            assertThat(FxThread.get(() -> model.viewProperty().get())).as(when)
                    .isInstanceOf(StageModel.View.Running.class);
            held = freezer.await();
            if (held.isPresent()) {
                window.await("the run is followed: " + when, () -> running().isPresent());
                interrupt(one.cut(), freezer, held.get(), when);
            }
        }
        if (held.isPresent()) {
            cuts++;
            List<String> now = claims.compare("after " + when);
            now.forEach(line -> System.out.println("contradicted: " + line));
            wrong.addAll(now);
        }
        return held.isPresent();
    }

    private void interrupt(Cut cut, JobFreezer freezer, JobFreezer.Held held, String when) throws Exception {
        switch (cut) {
            case CANCELLED -> {
                FxThread.run(() -> window.wiring.runs().cancel(running().orElseThrow()));
                window.await("it is cancelled: " + when, () -> running().isEmpty());
            }
            case KILLED -> {
                freezer.kill(held);
                window.await("its death is noticed: " + when, () -> running().isEmpty());
            }
            case LINK_LOST -> {
                cable.pull();
                window.await("the loss is noticed: " + when, () -> !window.wiring.wizard().watch().isUp());
                wrong.addAll(claims.whileAway(when));
                freezer.thaw(held);
                cable.plug();
            }
            case RESTARTED -> {
                cable.pull();
                window.await("the loss is noticed: " + when, () -> !window.wiring.wizard().watch().isUp());
                wrong.addAll(claims.whileAway(when));
                cable.restart();
            }
        }
    }

    /** What the stage rests on is done, and the stage itself is to be done. */
    private void prepare(String stage) throws Exception {
        claims.settle("before " + stage);
        for (String under : ORDER) {
            if (Stages.WHOLE.under(stage).contains(under) && state(under) != StageState.DONE) {
                act(under, Action.APPLY);
                assertThat(state(under)).as(under + "\n" + window.words()).isEqualTo(StageState.DONE);
            }
        }
        if (state(stage) == StageState.DONE) {
            act(stage, Action.UNDO);
        }
        assertThat(state(stage)).as(stage + "\n" + window.words()).isEqualTo(StageState.NEEDED);
    }

    private void act(String stage, Action action) {
        FxThread.run(() -> model(stage).act(action));
        claims.settle(action + " " + stage);
    }

    private StageState state(String stage) {
        return FxThread.get(() -> model(stage).viewProperty().get() instanceof StageModel.View.Known known
                ? known.report().state()
                : StageState.BLOCKED);
    }

    private StageModel model(String stage) {
        return window.wiring.stages().models().stream().filter(one -> one.stageId().equals(stage)).findFirst()
                .orElseThrow();
    }

    /** The log of what runs; JavaFX thread only. */
    private Optional<LogModel> running() {
        return window.wiring.logs().logs().stream().filter(LogModel::isRunning).findFirst();
    }
}
