package org.katagpu.ui.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.katagpu.message.Text;
import org.katagpu.ui.log.LogStatus.Progress;
import org.katagpu.ui.log.LogStatus.Unit;

/** Time left is told only where it can be, at the pace seen. */
class TimeLeftTest {
    private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");

    private static LogStatus began() {
        return LogStatus.beginning(BEGAN).step(1, 2, Text.of("log.title"), BEGAN);
    }

    private static Instant after(int seconds) {
        return BEGAN.plusSeconds(seconds);
    }

    @Test
    void bytesAreToldAtThePaceSeenSinceTheFirstFigure() {
        // A download that is taken up again where it broke off: what was there before does not count as fast.
        LogStatus status = began().at(new Progress(500, 1000, Unit.BYTES), after(5)).at(
                new Progress(600, 1000, Unit.BYTES), after(15));
        assertThat(TimeLeft.of(status, after(15))).contains(Duration.ofSeconds(40));
        assertThat(TimeLeft.of(status, after(25))).as("a stall makes it longer").contains(Duration.ofSeconds(80));
    }

    @Test
    void nothingIsClaimedTooEarlyOrOfAPercentageOrWithoutATotal() {
        LogStatus first = began().at(new Progress(0, 1000, Unit.BYTES), after(0));
        assertThat(TimeLeft.of(first, after(60))).as("no pace yet").isEmpty();
        assertThat(TimeLeft.of(first.at(new Progress(900, 1000, Unit.BYTES), after(1)), after(1))).isEmpty();
        assertThat(TimeLeft.of(first.at(new Progress(3, 1000, Unit.BYTES), after(30)), after(30))).isEmpty();
        assertThat(TimeLeft.of(began().at(new Progress(0, 100, Unit.PERCENT), after(0))
                .at(new Progress(50, 100, Unit.PERCENT), after(30)), after(30))).isEmpty();
        assertThat(TimeLeft.of(began().at(new Progress(0, 0, Unit.BYTES), after(0))
                .at(new Progress(50, 0, Unit.BYTES), after(30)), after(30))).isEmpty();
    }

    @Test
    void partsAreToldAfterTwoAndAnotherStepBeginsAnew() {
        LogStatus status = began().at(new Progress(0, 10, Unit.COUNT), after(0));
        assertThat(TimeLeft.of(status.at(new Progress(1, 10, Unit.COUNT), after(60)), after(60))).isEmpty();
        LogStatus two = status.at(new Progress(2, 10, Unit.COUNT), after(60));
        assertThat(TimeLeft.of(two, after(60))).contains(Duration.ofSeconds(240));
        LogStatus next = two.step(2, 2, Text.of("log.title"), after(61)).at(new Progress(5, 10, Unit.COUNT), after(62));
        assertThat(TimeLeft.of(next, after(70))).isEmpty();
        assertThat(TimeLeft.of(two.ended(LogStatus.State.SUCCEEDED, after(60)), after(60))).isEmpty();
    }

    @Test
    void wordsAreAsRoughAsTheGuess() {
        assertThat(TimeLeft.words(Duration.ofSeconds(59)).key()).isEqualTo("log.left.moment");
        assertThat(TimeLeft.words(Duration.ofSeconds(170))).isEqualTo(Text.of("log.left.minutes", 3L));
        assertThat(TimeLeft.words(Duration.ofMinutes(100))).isEqualTo(Text.of("log.left.hours", 2L));
    }
}
