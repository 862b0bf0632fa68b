package org.katagpu.ui.page.kataconfig.model;

import java.util.List;
import java.util.Map;

import org.katagpu.message.ProblemException;
import org.katagpu.remote.Host;
import org.katagpu.remote.Payload;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.kata.KataSave;
import org.katagpu.setup.kata.KataStage;

/** The stage with whatever save is being reviewed: one panel checks and applies them all. */
public final class PendingSave implements Stage {
    private volatile KataStage now = new KataStage();

    void set(KataSave save) {
        now = new KataStage(save);
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
    public Stage prepare(Host host, Action action, Plan plan) throws ProblemException, InterruptedException {
        return now.prepare(host, action, plan);
    }

    @Override
    public Payload secrets(Action action) {
        return now.secrets(action);
    }
}
