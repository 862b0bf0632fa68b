package org.katagpu.setup.run;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.katagpu.message.ProblemException;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageListener;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRunner;

/** A run's work by a {@link StageRunner}, without a window. */
public final class RunnerWork implements RunWork {
    private final StageRunner runner;
    private final Map<String, Stage> stages;
    private final Plan plan;
    private final StageListener listener;

    /** @param listener told of everything the acts tell, on the following threads */
    public RunnerWork(StageRunner runner, Map<String, Stage> stages, Plan plan, StageListener listener) {
        this.runner = runner;
        this.stages = Map.copyOf(stages);
        this.plan = plan;
        this.listener = listener;
    }

    @Override
    public StageReport check(String stage) throws ProblemException, InterruptedException {
        return runner.check(stage(stage), plan);
    }

    @Override
    public Acted act(String stage, Action action) throws ProblemException, InterruptedException {
        StageEvent.Ended ended = runner.follow(runner.start(stage(stage), action, plan), 0, listener);
        return Acted.of(Optional.of(ended), check(stage));
    }

    private Stage stage(String id) {
        return Objects.requireNonNull(stages.get(id), id);
    }
}
