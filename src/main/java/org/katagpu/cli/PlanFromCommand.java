package org.katagpu.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.Plan;
import org.katagpu.setup.PlanStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Takes a whole plan from a file: what {@code plan show --json} printed, or the window's own file of another host. */
record PlanFromCommand(Connecting connecting) implements Command {
    @Override
    public CommandSpec spec(Specs specs) {
        return specs.command("from", "cli.command.plan.from").addPositional(specs.parameter(0, "HOST"))
                .addPositional(specs.parameter(1, "FILE"));
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer) throws ProblemException {
        String host = connecting.key(asked);
        String file = asked.matchedPositionalValue(1, "");
        PlanStore store = connecting.admin().plans();
        Plan before = store.load(host).plan();
        store.save(host, before, new PlanTexts().read(plan(file)));
        printer.aside("cli.plan.kept", host);
        return ExitCode.DONE;
    }

    private static JsonNode plan(String file) throws ProblemException {
        try {
            JsonNode root = new ObjectMapper().readTree(LocalFile.read(file));
            JsonNode plan = root.has("plan") ? root.path("plan") : root;
            if (plan instanceof ObjectNode fields && !fields.isEmpty() && known(fields)) {
                return fields;
            }
        } catch (IOException noJson) {
            // Told below.
        }
        throw new ProblemException(Problem.of(Text.of("cli.plan.none", file), Text.of("cli.plan.none.next")));
    }

    /** A misspelt step would otherwise be left out without a word. */
    private static boolean known(ObjectNode fields) {
        ObjectNode all = new PlanTexts().fields(Plan.EMPTY);
        return fields.properties().stream().allMatch(field -> all.has(field.getKey()));
    }
}
