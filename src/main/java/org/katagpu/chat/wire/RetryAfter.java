package org.katagpu.chat.wire;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.hc.core5.http.HttpHeaders;
import org.katagpu.message.Text;

/** When the server wants to be asked again: seconds, or a date. */
final class RetryAfter {
    private RetryAfter() {}

    static Optional<Text> of(HttpReply reply) {
        return reply.header(HttpHeaders.RETRY_AFTER).flatMap(value -> seconds(value.strip(), Instant.now()))
                .map(seconds -> Text.of("chat.problem.retryafter", String.valueOf(seconds)));
    }

    static Optional<Long> seconds(String value, Instant now) {
        try {
            if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.of(Long.parseLong(value));
            }
            Instant then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Optional.of(Math.max(0, Duration.between(now, then).toSeconds()));
        } catch (DateTimeException | NumberFormatException notUnderstood) {
            return Optional.empty();
        }
    }
}
