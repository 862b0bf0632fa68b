package org.katagpu.chat;

import java.time.Instant;
import java.util.Optional;

/**
 * A question and the answer to it.
 *
 * @param asked when the question was sent
 * @param answer empty while it is awaited
 */
public record Turn(String question, Instant asked, Optional<Answer> answer) {
    public static Turn open(String question, Instant asked) {
        return new Turn(question, asked, Optional.empty());
    }
}
