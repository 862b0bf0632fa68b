package org.katagpu.ui.page.serve;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.katagpu.job.LockScope;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Host;
import org.katagpu.remote.Payload;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.serve.ServeStart;
import org.katagpu.setup.serve.ServeTokens;

/** The serve stage with whatever start comes next: one panel starts, restarts, and tries a link again. */
public final class ServeStarts implements Stage {
    private final BiFunction<ServeStart, ServeTokens, Stage> stages;
    private final ServeTokens tokens = new ServeTokens();
    private volatile Stage now;

    /** @param stages in the app {@code ServeStage::new} */
    public ServeStarts(BiFunction<ServeStart, ServeTokens, Stage> stages) {
        this.stages = stages;
        this.now = stages.apply(new ServeStart.AsNeeded(), tokens);
    }

    /** What the admin typed for the models' sources. */
    ServeTokens tokens() {
        return tokens;
    }

    void next(ServeStart start) {
        now = stages.apply(start, tokens);
    }

    @Override
    public String id() {
        return now.id();
    }

    @Override
    public Map<String, String> parameters(Action action, Plan plan) {
        return now.parameters(action, plan);
    }

    @Override
    public Stage prepare(Host host, Action action, Plan plan) throws ProblemException, InterruptedException {
        return now.prepare(host, action, plan);
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
