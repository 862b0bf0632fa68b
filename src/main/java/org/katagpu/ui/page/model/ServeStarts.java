package org.katagpu.ui.page.model;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.katagpu.job.LockScope;
import org.katagpu.remote.Payload;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.serve.ServeStart;

/** The serve stage with whatever start comes next: one panel starts, restarts, and tries a link again. */
public final class ServeStarts implements Stage {
    private final Function<ServeStart, Stage> stages;
    private volatile Stage now;

    /** @param stages in the app {@code ServeStage::new} */
    public ServeStarts(Function<ServeStart, Stage> stages) {
        this.stages = stages;
        this.now = stages.apply(new ServeStart.AsNeeded());
    }

    void next(ServeStart start) {
        now = stages.apply(start);
    }

    @Override
    public String id() {
        return now.id();
    }

    @Override
    public List<String> libraries() {
        return now.libraries();
    }

    @Override
    public Map<String, String> parameters(Action action, Plan plan) {
        return now.parameters(action, plan);
    }

    @Override
    public int extent(Plan plan) {
        return now.extent(plan);
    }

    @Override
    public LockScope scope() {
        return now.scope();
    }

    @Override
    public Payload secrets(Action action) {
        return now.secrets(action);
    }
}
