package org.katagpu.ui.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.katagpu.message.Text;

/**
 * How long the running step still takes, where that can be told: of bytes and of counted parts (layers, shards), at the
 * pace seen in this step. A stall makes it longer by itself. Of a bare percentage nothing is claimed.
 */
final class TimeLeft {
    private static final Duration SEEN_AT_LEAST = Duration.ofSeconds(4);
    private static final double SHARE_AT_LEAST = 0.02;
    private static final int PARTS_AT_LEAST = 2;
    private static final Duration LONGEST = Duration.ofDays(2);
    private static final int A_MINUTE = 60;
    private static final int MINUTES_AS_SUCH = 90;

    private TimeLeft() {}

    static Optional<Duration> of(LogStatus status, Instant now) {
        LogStatus.Progress progress = status.progress();
        LogStatus.Mark first = status.first();
        if (!status.running() || progress == null || first == null || progress.total() <= 0
                || progress.unit() == LogStatus.Unit.PERCENT) {
            return Optional.empty();
        }
        long made = progress.done() - first.at().done();
        Duration seen = Duration.between(first.when(), now);
        boolean enough = progress.unit() == LogStatus.Unit.COUNT
                ? made >= PARTS_AT_LEAST
                : made >= progress.total() * SHARE_AT_LEAST && made > 0;
        if (!enough || seen.compareTo(SEEN_AT_LEAST) < 0) {
            return Optional.empty();
        }
        double left = (double) seen.toMillis() * Math.max(0, progress.total() - progress.done()) / made;
        return left > LONGEST.toMillis() ? Optional.empty() : Optional.of(Duration.ofMillis((long) left));
    }

    /** In words as rough as the guess is. */
    static Text words(Duration left) {
        long seconds = left.toSeconds();
        if (seconds < A_MINUTE) {
            return Text.of("log.left.moment");
        }
        long minutes = (seconds + A_MINUTE / 2) / A_MINUTE;
        return minutes < MINUTES_AS_SUCH
                ? Text.of("log.left.minutes", minutes)
                : Text.of("log.left.hours", (minutes + A_MINUTE / 2) / A_MINUTE);
    }
}
