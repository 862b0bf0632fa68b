package org.katagpu.setup.example;

import java.util.Map;
import org.katagpu.job.LockScope;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;

/** The stage of docs/add-a-stage.md: a greeting in a file of the host. */
final class ExampleStage implements Stage {
    @Override
    public String id() {
        return "example";
    }

    @Override
    public LockScope scope() {
        return new LockScope(id());
    }

    @Override
    public Map<String, String> parameters(Action action, Plan plan) {
        return Map.of("GREETING", "hello");
    }
}
