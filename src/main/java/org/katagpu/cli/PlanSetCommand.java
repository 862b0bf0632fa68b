package org.katagpu.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.Plan;
import org.katagpu.setup.PlanStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Sets single choices: {@code gpu.devices=0000:3b:00.0,0000:5a:00.0}. All of them, or none where one is refused. */
record PlanSetCommand(Connecting connecting) implements Command {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public CommandSpec spec(Specs specs) {
        return specs.command("set", "cli.command.plan.set").addPositional(specs.parameter(0, "HOST"))
                .addPositional(specs.rest(1, "FIELD=VALUE", true));
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer) throws ProblemException, UsageException {
        String host = connecting.key(asked);
        PlanStore store = connecting.admin().plans();
        PlanTexts texts = new PlanTexts();
        Plan before = store.load(host).plan();
        ObjectNode fields = texts.fields(before);
        List<String> edits = asked.matchedPositionalValue(1, List.of());
        for (String edit : edits) {
            set(fields, edit);
        }
        Plan after = texts.read(fields);
        store.save(host, before, after);
        printer.aside("cli.plan.kept", host);
        return ExitCode.DONE;
    }

    private static void set(ObjectNode fields, String edit) throws UsageException {
        int equals = edit.indexOf('=');
        if (equals < 1) {
            throw new UsageException(Text.of("cli.plan.form", edit));
        }
        String path = edit.substring(0, equals);
        ObjectNode at = fields;
        String[] names = path.split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            if (!(at.path(names[i]) instanceof ObjectNode inner)) {
                throw unknown(path, at);
            }
            at = inner;
        }
        String name = names[names.length - 1];
        if (!at.has(name)) {
            throw unknown(path, at);
        }
        at.set(name, value(path, at.get(name), edit.substring(equals + 1)));
    }

    /** Read as what stands there now is: a list, a number, yes or no, a text. */
    private static JsonNode value(String path, JsonNode now, String given) throws UsageException {
        if (now.isTextual()) {
            return TextNode.valueOf(given);
        }
        if (now.isArray() && !given.startsWith("[")) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            List.of(given.split(",")).stream().map(String::strip).filter(one -> !one.isEmpty()).forEach(list::add);
            return list;
        }
        try {
            JsonNode read = JSON.readTree(given);
            if (read.getNodeType() == now.getNodeType()) {
                return read;
            }
        } catch (JsonProcessingException noJson) {
            // Told below: the value itself may be long.
        }
        throw new UsageException(Text.of("cli.plan.type", path));
    }

    private static UsageException unknown(String path, ObjectNode at) {
        return new UsageException(
                Text.of("cli.plan.unknown", path, String.join(", ", (Iterable<String>) at::fieldNames)));
    }
}
