package org.katagpu.setup.export;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.katagpu.message.Messages;
import org.katagpu.remote.ShellQuote;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageWords;
import org.katagpu.setup.Stages;

/** The sentences a runbook's scripts may tell, as one bash table; {@code {0}} stands for an argument. */
record RunbookWords(Messages words) {
    private static final Set<String> KINDS = Set.of("step", "finding", "change");
    private static final List<String> OWN = List.of("usage", "steps", "check", "apply", "undo", "nothing", "locked",
            "failed", "root");

    void write(StringBuilder text, List<String> scripts) {
        String all = String.join("\n", scripts);
        Map<String, String> table = new TreeMap<>();
        Stream.concat(Stages.WHOLE.steps().stream().map(Stages.Step::stage), Stream.of(StageWords.SHARED))
                .forEach(stage -> words.patterns(stage).forEach((key, pattern) -> {
                    String[] parts = key.split("\\.", 4);
                    if (parts.length > 2 && KINDS.contains(parts[1]) && all.contains(parts[0] + "." + parts[2])) {
                        table.put(parts[1] + "." + stage + key.substring(stage.length() + 1 + parts[1].length()),
                                pattern.indexOf('{') < 0 ? pattern : pattern.replace("''", "'"));
                    }
                }));
        OWN.forEach(key -> table.put(key, words.get("export.runbook." + key)));
        for (Finding.Status status : Finding.Status.values()) {
            String word = status.name().toLowerCase(Locale.ROOT);
            table.put("status." + word, words.get("frame.status." + word));
        }
        text.append("# ").append(words.get("export.runbook.words")).append("\nreadonly -A RUNBOOK_WORDS=(\n");
        table.forEach((key, pattern) -> text.append("  [").append(key).append("]=").append(ShellQuote.quote(pattern))
                .append('\n'));
        text.append(")\n");
    }
}
