package org.katagpu.setup.export;

import java.util.List;

import org.katagpu.message.Messages;
import org.katagpu.remote.ShellQuote;

/** The sentences a runbook's scripts may tell, as one bash table. */
record RunbookWords(Messages words) {
    private static final List<String> OWN = List.of("usage", "steps", "check", "apply", "undo", "nothing", "locked",
            "failed", "root");

    void write(StringBuilder text, List<String> scripts) {
        text.append("# ").append(words.get("export.runbook.words")).append("\nreadonly -A RUNBOOK_WORDS=(\n");
        new ScriptSentences(words).of(scripts, OWN).forEach((key, pattern) -> text.append("  [").append(key)
                .append("]=").append(ShellQuote.quote(pattern)).append('\n'));
        text.append(")\n");
    }
}
