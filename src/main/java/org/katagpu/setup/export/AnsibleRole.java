package org.katagpu.setup.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.katagpu.message.Messages;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.SetupText;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageScripts;

/** One stage as a role: its scripts to the letter, their words, variables with what each is. */
final class AnsibleRole {
    private static final List<String> OWN = List.of("locked", "failed", "not_done");

    private final Stage stage;
    private final Messages words;
    private final RoleVariables variables;
    private final StageScripts scripts = new StageScripts();

    AnsibleRole(Stage stage, Messages words) {
        this.stage = stage;
        this.words = words;
        this.variables = new RoleVariables(stage);
    }

    /** By path in the collection. */
    Map<String, String> files() throws JsonProcessingException {
        String top = "roles/" + stage.id() + "/";
        Map<String, String> files = new LinkedHashMap<>();
        for (Action action : RoleVariables.ACTIONS) {
            files.put(top + "files/" + action.script() + ".sh", body(action));
        }
        files.put(top + "files/stage.json", json(variables.wiring()));
        files.put(top + "files/words.json", json(sentences()));
        files.put(top + "defaults/main.yml", defaults());
        files.put(top + "meta/main.yml", template("role-meta.yml"));
        files.put(top + "meta/argument_specs.yml", specs());
        files.put(top + "tasks/main.yml", template(ofRule() ? "tasks-" + stage.id() + ".yml" : "tasks.yml"));
        if (stage.id().equals("gpu")) {
            files.put(top + "tasks/rule.yml", template("rule.yml"));
        }
        files.put(top + "README.md", template("role.md") + table());
        return files;
    }

    private boolean ofRule() {
        return List.of("gpu", "serve", "kata").contains(stage.id());
    }

    /** What stands between the assignments and the end of a script. */
    private String body(Action action) {
        return scripts.parts(stage, action).stream().map(part -> SetupText.of(part) + "\n")
                .collect(Collectors.joining());
    }

    /** Of what the scripts name, and all of the stage's own: what Kata's tell comes with a parameter. */
    private Map<String, String> sentences() {
        List<String> named = new ArrayList<>(RoleVariables.ACTIONS.stream().map(this::body).toList());
        words.patterns(stage.id()).keySet().forEach(key -> named.add(key.replaceFirst("\\.[a-z]+\\.", ".")));
        Map<String, String> table = new ScriptSentences(words).of(named, OWN);
        table.put("none", words.get("stage.none"));
        return table;
    }

    private String template(String name) {
        return SetupText.of("export/ansible/" + name).replace("@STAGE@", stage.id())
                .replace("@TITLE@", title());
    }

    private String title() {
        return new Messages(java.util.Locale.ENGLISH).get(stage.id() + ".title");
    }

    private String defaults() {
        StringBuilder text = new StringBuilder("---\n# As an untouched plan of the wizard has it.\n")
                .append(stage.id()).append("_wanted: present\n");
        extras().forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        variables.values(Plan.EMPTY).forEach((name, value) -> text.append(name).append(':')
                .append(value == null ? "" : " " + YamlText.of(value, 0)).append('\n'));
        return text.toString().replace(":\n", ": null\n");
    }

    private Map<String, String> extras() {
        return switch (stage.id()) {
            case "gpu" -> Map.of("gpu_rule", "{}");
            case "kata" -> Map.of("kata_content", "\"\"");
            case "serve" -> Map.of("serve_token", "\"\"");
            default -> Map.of();
        };
    }

    private String specs() {
        StringBuilder text = new StringBuilder(template("specs.yml"));
        if (!extras().isEmpty()) {
            text.append(template("specs-" + stage.id() + ".yml"));
        }
        variables.descriptions().forEach((name, told) -> text.append("      ").append(name)
                .append(":\n        type: str\n        description: ").append(YamlText.of(told, 8)).append('\n'));
        return text.toString();
    }

    private String table() {
        return variables.descriptions().entrySet().stream()
                .map(one -> "| `" + one.getKey() + "` | " + one.getValue() + " |\n").collect(Collectors.joining());
    }

    private static String json(Object tree) throws JsonProcessingException {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    }
}
