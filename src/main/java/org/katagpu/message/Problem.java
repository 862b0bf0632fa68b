package org.katagpu.message;

import java.util.List;
import java.util.OptionalInt;

/**
 * A failure as a value, complete enough to be acted on.
 *
 * @param what what failed, in a sentence
 * @param next what the admin can do about it
 * @param host the host it happened on, as {@code user@name}; empty when no host was involved
 * @param command the command that failed, redacted; empty when there was none
 * @param exit the command's exit status, where it ended by itself
 * @param lastLines the last lines it printed (at most {@value #MOST_LINES}), redacted
 * @param causes known failures recognised in its whole output, in the order they happened; may be empty
 */
public record Problem(Text what, Text next, String host, String command, OptionalInt exit, List<String> lastLines,
        List<Cause> causes) {
    public static final int MOST_LINES = 20;

    public Problem {
        int from = Math.max(0, lastLines.size() - MOST_LINES);
        lastLines = List.copyOf(lastLines.subList(from, lastLines.size()));
        causes = List.copyOf(causes);
    }

    public Problem(Text what, Text next, String host, String command, OptionalInt exit, List<String> lastLines) {
        this(what, next, host, command, exit, lastLines, List.of());
    }

    public static Problem of(Text what, Text next) {
        return new Problem(what, next, "", "", OptionalInt.empty(), List.of());
    }

    public Problem on(String hostLabel) {
        return new Problem(what, next, hostLabel, command, exit, lastLines, causes);
    }

    public Problem command(String redactedCommand, int exitStatus, List<String> lines) {
        return new Problem(what, next, host, redactedCommand, OptionalInt.of(exitStatus), lines, causes);
    }
}
