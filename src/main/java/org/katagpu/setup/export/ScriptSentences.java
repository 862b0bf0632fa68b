package org.katagpu.setup.export;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.katagpu.message.Messages;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageWords;
import org.katagpu.setup.Stages;

/**
 * The sentences that some scripts may tell, for what puts control lines into words without a wizard: {@code finding.gpu.held}
 * to its words, in which {@code {0}} stands for an argument.
 */
record ScriptSentences(Messages words) {
    private static final Set<String> KINDS = Set.of("step", "finding", "change");

    /** @param scripts the texts that tell them @param own of {@code export.runbook.}, by what follows */
    Map<String, String> of(List<String> scripts, List<String> own) {
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
        own.forEach(key -> table.put(key, words.get("export.runbook." + key)));
        for (Finding.Status status : Finding.Status.values()) {
            String word = status.name().toLowerCase(Locale.ROOT);
            table.put("status." + word, words.get("frame.status." + word));
        }
        return table;
    }
}
