package org.katagpu.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.Plan;
import org.katagpu.setup.PlanReader;
import org.katagpu.setup.PlanStore;

/** A plan as fields that can be shown, given and checked. */
final class PlanTexts {
    private final PlanReader reader = new PlanReader();

    ObjectNode fields(Plan plan) {
        return reader.fields(plan);
    }

    /** @throws ProblemException naming the fields that are refused; never their values, one may be a secret */
    Plan read(JsonNode fields) throws ProblemException {
        PlanReader.Reading reading = reader.read(fields);
        if (!reading.refused().isEmpty()) {
            throw new ProblemException(
                    Problem.of(Text.of("cli.plan.refused", PlanStore.named(reading.refused())), next(reading)));
        }
        return reading.plan();
    }

    private static Text next(PlanReader.Reading reading) {
        if (!reading.secrets().isEmpty()) {
            return Text.of("cli.plan.secret.next");
        }
        return reading.words().entrySet().stream().findFirst()
                .map(one -> Text.of("cli.plan.words.next", one.getKey(), String.join(", ", one.getValue())))
                .orElse(Text.of("cli.plan.refused.next"));
    }

    /** Every choice that differs from an untouched plan's, as {@code plan set} takes it. */
    void show(Plan plan, Printer printer) {
        show("", fields(plan), fields(Plan.EMPTY), printer);
    }

    private static void show(String path, JsonNode now, JsonNode untouched, Printer printer) {
        now.properties().forEach(field -> {
            String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            JsonNode before = untouched.path(field.getKey());
            if (field.getValue().equals(before)) {
                return;
            }
            if (field.getValue().isObject() && before.isObject() && !before.isEmpty()) {
                show(name, field.getValue(), before, printer);
            } else {
                printer.raw(name + "=" + (field.getValue().isTextual()
                        ? field.getValue().asText()
                        : field.getValue().toString()));
            }
        });
    }
}
