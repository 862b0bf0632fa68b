package org.katagpu.ui.log;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Text;

/**
 * Where a log's job stands.
 *
 * @param n the running step, from 1; 0 before the first
 * @param title the running step's; null before the first
 * @param progress of the running step; null where it tells none
 * @param first the first figure of what progress counts now; null where it tells none
 * @param began when the job began here
 * @param stepBegan when the running step began
 * @param ended null while it runs
 */
public record LogStatus(State state, int n, int of, @Nullable Text title, @Nullable Progress progress,
        @Nullable Mark first, Instant began, Instant stepBegan, @Nullable Instant ended) {
    public enum State {
        RUNNING, SUCCEEDED, FAILED, CANCELLED,
        /** It ended with a question to the admin. */
        ASKED
    }

    public enum Unit {
        BYTES, COUNT, PERCENT
    }

    /** @param total 0 where it is not known */
    public record Progress(long done, long total, Unit unit) {
        /** 0 to 1, or -1 where the total is not known. */
        public double share() {
            return total <= 0 ? -1 : Math.clamp((double) done / total, 0.0, 1.0);
        }

        /** Whether it goes on counting what the other counts. */
        boolean isOf(Progress other) {
            return unit == other.unit && total == other.total && done <= other.done;
        }
    }

    /** A figure and when it was told. */
    public record Mark(Progress at, Instant when) {}

    static LogStatus beginning(Instant now) {
        return new LogStatus(State.RUNNING, 0, 0, null, null, null, now, now, null);
    }

    LogStatus step(int number, int count, Text stepTitle, Instant now) {
        return new LogStatus(state, number, count, stepTitle, null, null, began, now, ended);
    }

    LogStatus at(Progress value, Instant now) {
        Mark from = first != null && first.at().isOf(value) ? first : new Mark(value, now);
        return new LogStatus(state, n, of, title, value, from, began, stepBegan, ended);
    }

    LogStatus ended(State outcome, Instant now) {
        return new LogStatus(outcome, n, of, title, progress, first, began, stepBegan, now);
    }

    boolean running() {
        return state == State.RUNNING;
    }

    /** The running step's time, or the whole job's once it has ended. */
    Duration elapsed(Instant now) {
        Duration elapsed = ended == null ? Duration.between(stepBegan, now) : Duration.between(began, ended);
        return elapsed.isNegative() ? Duration.ZERO : elapsed;
    }
}
