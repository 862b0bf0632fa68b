package org.katagpu.setup.export;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.katagpu.message.Messages;
import org.katagpu.remote.ShellQuote;
import org.katagpu.setup.Finding;

/** The sentences a runbook's scripts may tell, as one bash table; {@code {0}} stands for an argument. */
record RunbookWords(Messages words) {
    private static final List<String> ROOMS = List.of("step", "finding", "change");
    private static final List<String> OWN = List.of("usage", "steps", "check", "apply", "undo", "nothing", "locked",
            "failed", "root");

    void write(StringBuilder text, List<String> scripts) {
        String all = String.join("\n", scripts);
        Map<String, String> table = new TreeMap<>();
        for (String room : ROOMS) {
            words.patterns(room).forEach((key, pattern) -> {
                if (all.contains(id(key))) {
                    table.put(key, pattern.indexOf('{') < 0 ? pattern : pattern.replace("''", "'"));
                }
            });
        }
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

    /** Of a key as {@code finding.gpu.held.fail.next}: what a script names, {@code gpu.held}. */
    private static String id(String key) {
        String[] parts = key.split("\\.");
        return parts.length < 3 ? key : parts[1] + "." + parts[2];
    }
}
