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
import java.util.TreeSet;

import org.katagpu.job.JobTexts;
import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Host;
import org.katagpu.remote.ShellQuote;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.SetupText;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.Stages;
import org.katagpu.setup.kata.KataStage;

/**
 * One bash script that a host can run as it is: the plan's values at its head, the stages' own scripts byte for byte,
 * and plain words for what they tell. It starts the wizard's jobs: same lock, same records. No secret is in it.
 */
public final class Runbook {
    private static final String END = "KATAGPU_END_OF_PART";
    private static final List<Action> ACTIONS = List.of(Action.CHECK, Action.APPLY, Action.UNDO);

    private final Messages words;
    private final StageScripts scripts = new StageScripts();

    public Runbook(Messages words) {
        this.words = words;
    }

    /**
     * @param host as the text of Kata's configuration is made from the file it has now; the runbook changes that file only
     * @param stages those to be set up
     */
    public String text(Host host, Map<String, Stage> stages, Plan plan) throws ProblemException, InterruptedException {
        Map<String, Stage> ordered = new LinkedHashMap<>();
        for (Stages.Step step : Stages.WHOLE.steps()) {
            Stage stage = stages.get(step.stage());
            if (stage != null) {
                ordered.put(step.stage(), stage.prepare(host, Action.APPLY, plan));
            }
        }
        StringBuilder text = new StringBuilder("#!/usr/bin/env bash\n# ")
                .append(words.get("export.runbook.title", host.label()).replace("\n", " ")).append("\n# ")
                .append(words.get("export.runbook.use")).append("\nset -Eeuo pipefail\nexport LC_ALL=C\n\n# ")
                .append(words.get("export.runbook.values")).append('\n');
        values(text, ordered, plan);
        text.append("\nreadonly RUNBOOK_HOST=").append(ShellQuote.quote(host.label()))
                .append("\nreadonly RUNBOOK_STAGES=(")
                .append(String.join(" ", ordered.keySet())).append(")\nreadonly -A RUNBOOK_SCOPE=(");
        ordered.forEach((id, stage) -> text.append('[').append(id).append("]=").append(stage.scope().value())
                .append(' '));
        text.append(")\n\n");
        TreeSet<String> parts = parts(text, ordered);
        content(text, ordered);
        new RunbookWords(words).write(text, parts.stream().map(SetupText::of).toList());
        text.append("\n# ").append(words.get("export.runbook.parts")).append("\nrunbook_part() {\n  case $1 in\n");
        parts.forEach(part -> part(text, part.substring(0, part.length() - ".sh".length()), SetupText.of(part)));
        JobTexts.ofRunbook().forEach((name, body) -> part(text, "job/" + name, body));
        return text.append("  esac\n}\n\n").append(SetupText.of("export/runbook.sh")).toString();
    }

    private static void values(StringBuilder text, Map<String, Stage> stages, Plan plan) {
        text.append("runbook_values() {\n  case $1/$2 in\n");
        stages.forEach((id, stage) -> {
            for (Action action : ACTIONS) {
                text.append("    ").append(id).append('/').append(action.script()).append(")\n      cat <<'")
                        .append(END)
                        .append("'\n");
                parameters(stage, action, plan)
                        .forEach((name, value) -> text.append(name).append('=').append(ShellQuote.quote(value))
                                .append('\n'));
                text.append(END).append("\n      ;;\n");
            }
        });
        text.append("  esac\n}\n");
    }

    /** Kata's configuration is judged on the host by its sum alone: what the wizard made of it was made of another moment. */
    private static Map<String, String> parameters(Stage stage, Action action, Plan plan) {
        Map<String, String> parameters = new LinkedHashMap<>(stage.parameters(action, plan));
        if (stage instanceof KataStage) {
            parameters.put("STATE", "");
            parameters.put("TOLD", "");
        }
        return parameters;
    }

    private TreeSet<String> parts(StringBuilder text, Map<String, Stage> stages) {
        TreeSet<String> all = new TreeSet<>();
        text.append("runbook_parts() {\n  case $1/$2 in\n");
        stages.forEach((id, stage) -> {
            for (Action action : ACTIONS) {
                List<String> parts = scripts.parts(stage, action);
                all.addAll(parts);
                List<String> names = new ArrayList<>();
                parts.forEach(part -> names.add(part.substring(0, part.length() - ".sh".length())));
                text.append("    ").append(id).append('/').append(action.script()).append(") printf '%s' '")
                        .append(String.join(" ", names)).append("' ;;\n");
            }
        });
        text.append("  esac\n}\n\n");
        return all;
    }

    /** The new text of Kata's configuration: no secret, but no parameter either. */
    private static void content(StringBuilder text, Map<String, Stage> stages) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Stage kata = stages.get("kata");
        if (kata != null) {
            try {
                kata.secrets(Action.APPLY).writeTo(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        text.append("runbook_content() {\n  base64 -d <<'").append(END).append("'\n")
                .append(new String(Base64.getMimeEncoder(100, new byte[]{'\n'}).encode(bytes.toByteArray()),
                        StandardCharsets.US_ASCII))
                .append('\n').append(END).append("\n}\n\n");
    }

    private static void part(StringBuilder text, String name, String body) {
        if (!body.endsWith("\n") || body.contains(END)) {
            throw new IllegalStateException("no part of a runbook: " + name);
        }
        text.append("    ").append(name).append(")\n      cat <<'").append(END).append("'\n").append(body).append(END)
                .append("\n      ;;\n");
    }
}
