package org.katagpu.setup.run;

import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs several stages by their needs: each is checked when its turn comes, acted on where that is needed, and read
 * back; side by side where their locks allow. The first apply that is not done ends it, and so does a restart of the
 * host, which may have undone what was made before: what is under way comes to its end.
 */
public final class RunEngine {
    private static final Logger LOG = LoggerFactory.getLogger(RunEngine.class);
    private static final Step STOP = nothingMore("run.not_begun.stopped");
    private static final Step RESTARTED = nothingMore("run.not_begun.restarted");

    private final RunWork work;
    private final Told told;
    /** The boot of the host the run is of; empty until a stage tells it. */
    private final AtomicReference<String> boot;
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();

    /** @param stage empty: it concerns all that have not begun */
    private record Step(String stage, Progress now) {}

    private static Step nothingMore(String why) {
        return new Step("", new Progress.NotBegun(Text.of(why)));
    }

    /** Told of every step of the run before the step is gone on from; what it throws ends the run here. */
    @FunctionalInterface
    public interface Told {
        void state(RunState now) throws ProblemException, InterruptedException;
    }

    /** @param told on the thread of {@link #run} */
    public RunEngine(RunWork work, Told told) {
        this(work, told, "");
    }

    /** @param boot in which what is done already was made; empty where nothing is */
    public RunEngine(RunWork work, Told told, String boot) {
        this.work = work;
        this.told = told;
        this.boot = new AtomicReference<>(boot);
    }

    /** Begins nothing more; what is under way comes to its end. From any thread. */
    public void stop() {
        steps.add(STOP);
    }

    /** Blocks until the run has ended. An interrupt leaves what is under way on the host going on. */
    public RunState run(RunState from) throws ProblemException, InterruptedException {
        RunState state = from;
        told.state(state);
        while (true) {
            for (String stage : state.next()) {
                state = state.with(stage, Progress.UNDER_WAY);
                told.state(state);
                Action action = state.action();
                Thread.ofVirtual().name("run-" + stage).start(() -> steps.add(new Step(stage, outcome(stage, action))));
            }
            if (!state.goesOn()) {
                return state;
            }
            Step step = steps.take();
            state = step.stage().isEmpty() && step.now() instanceof Progress.NotBegun(Text why)
                    ? state.stopped(why)
                    : state.with(step.stage(), step.now());
            told.state(state);
        }
    }

    private Progress outcome(String stage, Action action) {
        try {
            return action == Action.UNDO ? undo(stage) : apply(stage);
        } catch (ProblemException e) {
            return new Progress.Failed(e.problem());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Progress.Failed(Problem.of(Text.of("run.interrupted"), Text.of("run.interrupted.next")));
        } catch (RuntimeException e) {
            LOG.error("a defect of the wizard itself", e);
            return new Progress.Failed(
                    Problem.of(Text.of("run.defect", e.getClass().getSimpleName()), Text.of("run.defect.next")));
        }
    }

    private Progress apply(String stage) throws ProblemException, InterruptedException {
        StageReport before = work.check(stage);
        if (isOfAnotherBoot(before)) {
            return RESTARTED.now();
        }
        return switch (before.state()) {
            case DONE -> Progress.DONE;
            case BLOCKED -> held(before);
            case NEEDED -> {
                RunWork.Acted acted = work.act(stage, Action.APPLY);
                boolean restarted = isOfAnotherBoot(acted.after());
                Progress ended = ended(acted);
                yield ended != Progress.DONE || acted.after().state() == StageState.DONE
                        ? ended
                        : restarted ? new Progress.Failed(undoneByRestart()) : held(acted.after());
            }
        };
    }

    /** Whether the host was restarted since the run began: then nothing more begins. */
    private boolean isOfAnotherBoot(StageReport report) {
        String now = report.boot();
        if (now.isEmpty() || boot.compareAndSet("", now) || now.equals(boot.get())) {
            return false;
        }
        steps.add(RESTARTED);
        return true;
    }

    private static Problem undoneByRestart() {
        return Problem.of(Text.of("run.restarted"), Text.of("run.restarted.next"));
    }

    private static Progress ended(RunWork.Acted acted) {
        return switch (acted.outcome()) {
            case DONE -> Progress.DONE;
            case ASKS -> Progress.ASKS;
            case STOPPED -> Progress.STOPPED;
            case FAILED -> new Progress.Failed(acted.problem().orElseGet(() -> blocked(acted.after())));
        };
    }

    /** What the host says is not done: it asks, or it cannot be. */
    private static Progress held(StageReport report) {
        return report.question().isPresent() ? Progress.ASKS : new Progress.Failed(blocked(report));
    }

    private Progress undo(String stage) throws ProblemException, InterruptedException {
        RunWork.Acted acted = work.act(stage, Action.UNDO);
        isOfAnotherBoot(acted.after());
        return ended(acted);
    }

    /** Why the host says it cannot be done, or is not done after all: the first thing that speaks against it. */
    private static Problem blocked(StageReport report) {
        return report.findings().stream().filter(finding -> finding.status() == Finding.Status.FAIL).findFirst()
                .or(() -> report.findings().stream().filter(finding -> finding.status() == Finding.Status.UNKNOWN)
                        .findFirst())
                .map(finding -> new Problem(finding.what(), finding.next(), "", "", OptionalInt.empty(),
                        finding.evidence().strip().lines().toList()))
                .orElseGet(() -> Problem.of(Text.of("run.not_done"), Text.of("run.not_done.next")));
    }
}
