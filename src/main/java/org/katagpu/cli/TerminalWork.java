package org.katagpu.cli;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

import org.katagpu.job.JobInfo;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.LinkLostException;
import org.katagpu.setup.Action;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageListener;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.run.RunWork;

/** A run's work at a terminal: across lost links, and after what of the run is still under way on the host. */
final class TerminalWork implements RunWork {
    private final HostSession tie;
    private final boolean takenUp;
    private final Function<String, StageListener> listeners;

    /** @param takenUp whether jobs of whoever drove the run before may still be going on */
    TerminalWork(HostSession tie, boolean takenUp, Function<String, StageListener> listeners) {
        this.tie = tie;
        this.takenUp = takenUp;
        this.listeners = listeners;
    }

    @Override
    public StageReport check(String stage) throws ProblemException, InterruptedException {
        while (true) {
            try {
                if (takenUp) {
                    followWhatRuns(stage);
                }
                return tie.runner().check(stage(stage), tie.plan());
            } catch (LinkLostException again) {
                tie.host().awaitLink();
            }
        }
    }

    private void followWhatRuns(String stage) throws ProblemException, InterruptedException {
        for (JobInfo job : tie.runner().jobs()) {
            Optional<StageRun> run = StageRun.of(job).filter(one -> one.stage().equals(stage));
            if (run.isPresent() && job.state() == JobInfo.State.RUNNING) {
                tie.runner().follow(run.get(), 0, listeners.apply(stage));
            }
        }
    }

    @Override
    public Acted act(String stage, Action action) throws ProblemException, InterruptedException {
        StageRun run = tie.runner().start(stage(stage), action, tie.plan());
        StageEvent.Ended ended = tie.runner().follow(run, 0, listeners.apply(stage));
        return Acted.of(Optional.of(ended), check(stage));
    }

    private Stage stage(String id) {
        return Objects.requireNonNull(tie.stages().get(id), id);
    }
}
