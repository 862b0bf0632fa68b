package org.katagpu.cli;

import java.util.LinkedHashMap;
import java.util.Map;

import org.katagpu.remote.Host;
import org.katagpu.setup.Plan;
import org.katagpu.setup.PlanSummary;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageRunner;

/** A host we are connected to, with the choices made for it and what can be done there. */
record Tie(Host host, StageRunner runner, Plan plan, Map<String, Stage> stages) implements AutoCloseable {
    /** The stages something is chosen for, in the window's order. */
    Map<String, Stage> chosen() {
        PlanSummary summary = new PlanSummary();
        Map<String, Stage> chosen = new LinkedHashMap<>(stages);
        chosen.keySet().removeIf(stage -> summary.of(stage, plan).isEmpty());
        return chosen;
    }

    @Override
    public void close() {
        host.close();
    }
}
