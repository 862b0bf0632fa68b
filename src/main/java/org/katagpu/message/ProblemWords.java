package org.katagpu.message;

import java.util.StringJoiner;

/** A problem as plain text: for the terminal, a ticket or a mail. */
public final class ProblemWords {
    private ProblemWords() {}

    /** The whole of it. */
    public static String all(Messages words, Problem problem) {
        StringJoiner text = new StringJoiner("\n").add(words.get(problem.what())).add(words.get(problem.next()));
        for (Cause cause : problem.causes()) {
            text.add(words.get("frame.problem.recognised", cause.where())).add(words.get(cause.what()))
                    .add(words.get(cause.next())).add(cause.evidence());
        }
        return text.add(evidence(words, problem)).toString();
    }

    /** Where it happened, and what was read there; empty where nothing was. */
    public static String evidence(Messages words, Problem problem) {
        StringJoiner lines = new StringJoiner("\n");
        if (!problem.host().isEmpty()) {
            lines.add(words.get("frame.problem.host", problem.host()));
        }
        if (!problem.command().isEmpty()) {
            lines.add(words.get("frame.problem.command", problem.command()));
        }
        problem.exit().ifPresent(exit -> lines.add(words.get("frame.problem.exit", String.valueOf(exit))));
        problem.lastLines().forEach(lines::add);
        return VisibleText.of(lines.toString());
    }
}
