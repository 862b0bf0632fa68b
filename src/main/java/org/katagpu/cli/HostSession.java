package org.katagpu.cli;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.katagpu.host.NvidiaModels;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.preflight.HostScanner;
import picocli.CommandLine.ParseResult;

/** A host we are connected to, with the choices made for it and what can be done there. */
record HostSession(Host host, StageRunner runner, Plan plan, Map<String, Stage> stages) implements AutoCloseable {
    /** The stages something is chosen for, in the window's order. */
    Map<String, Stage> chosen() {
        Map<String, Stage> chosen = new LinkedHashMap<>(stages);
        chosen.values().removeIf(stage -> stage.chosen(plan).isEmpty());
        return chosen;
    }

    /** Those of them that are named behind HOST; all where none is. */
    Map<String, Stage> chosen(ParseResult asked) throws UsageException {
        return only(chosen(), asked);
    }

    /** Those of all stages that are named behind HOST; all where none is. */
    Map<String, Stage> named(ParseResult asked) throws UsageException {
        return only(stages, asked);
    }

    private Map<String, Stage> only(Map<String, Stage> from, ParseResult asked) throws UsageException {
        List<String> names = asked.matchedPositionalValue(1, List.of());
        for (String name : names) {
            if (!stages.containsKey(name)) {
                throw new UsageException(Text.of("cli.step.unknown", name, String.join(", ", stages.keySet())));
            }
            if (!from.containsKey(name)) {
                throw new UsageException(Text.of("cli.step.nothing", name));
            }
        }
        Map<String, Stage> only = new LinkedHashMap<>(from);
        only.keySet().removeIf(stage -> !names.isEmpty() && !names.contains(stage));
        return only;
    }

    /** Reads the host as the plan's Kata has it. */
    HostScanner scanner(InstantSource clock) {
        return new HostScanner(NvidiaModels.bundled(), clock, plan.serve().runtime());
    }

    HostSession with(Plan changed) {
        return new HostSession(host, runner, changed, stages);
    }

    @Override
    public void close() {
        host.close();
    }
}
