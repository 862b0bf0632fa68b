package org.katagpu.chat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Figures of one answer, also of one under way.
 *
 * @param firstToken from sending (opening the channel included) to the first text; empty before it
 * @param generation from the first text to the latest; for an answer in one piece, the whole wait
 * @param parts pieces of text received
 * @param usage the server's count, which comes last; empty before that, or where the server gives none
 */
public record Statistics(Optional<Duration> firstToken, Duration generation, int parts, Optional<Usage> usage) {
    public static final Statistics NONE = new Statistics(Optional.empty(), Duration.ZERO, 0, Optional.empty());

    private static final double NANOS = 1e9;

    /** Tokens of the answer: the server's count, or the number of parts received, see {@link #estimated()}. */
    public int tokens() {
        return usage.map(Usage::completion).orElse(parts);
    }

    /** Whether {@link #tokens()} counts parts: most servers send one token in each, but need not. */
    public boolean estimated() {
        return usage.isEmpty();
    }

    /** Speed after the first part, the wait for it left out; empty until there are two parts. */
    public OptionalDouble tokensPerSecond() {
        double seconds = generation.toNanos() / NANOS;
        int before = parts > 1 ? 1 : 0;
        int made = tokens() - before;
        boolean measured = parts > 1 || firstToken.isEmpty() && parts == 1;
        return measured && seconds > 0 && made > 0 ? OptionalDouble.of(made / seconds) : OptionalDouble.empty();
    }
}
