package org.katagpu.setup.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Host;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.Stages;

/**
 * One host of an inventory.
 *
 * @param name in the inventory
 * @param place how Ansible gets there, where its name alone does not say it
 * @param steps what is chosen for it, in the order of a run
 * @param values of the roles' variables, as YAML
 */
public record AnsibleHost(String name, Map<String, String> place, List<String> steps, Map<String, String> values) {
    /** @param rule how GPUs are named */
    public static AnsibleHost of(String name, Map<String, String> place, Host host, Map<String, Stage> stages,
            Plan plan, GpuRule rule) throws ProblemException, InterruptedException {
        List<String> steps = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        for (Stages.Step step : Stages.WHOLE.steps()) {
            Stage stage = stages.get(step.stage());
            if (stage == null) {
                continue;
            }
            steps.add(step.stage());
            Stage prepared = stage.prepare(host, Action.APPLY, plan);
            new RoleVariables(prepared).values(plan)
                    .forEach((variable, value) -> values.put(variable, yaml(value)));
            if (stage.id().equals("kata")) {
                values.put("kata_content", YamlText.of(content(prepared), 0));
            }
        }
        rule.into(values, plan.gpu());
        return new AnsibleHost(name, place, steps, values);
    }

    private static String yaml(@Nullable String value) {
        return value == null ? "null" : YamlText.of(value, 0);
    }

    /** The new text of Kata's configuration: no secret. */
    private static String content(Stage kata) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            kata.secrets(Action.APPLY).writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new String(Base64.getMimeEncoder(100, new byte[]{'\n'}).encode(bytes.toByteArray()),
                StandardCharsets.US_ASCII);
    }
}
