package org.katagpu.setup;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

import org.katagpu.job.JobEnd;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;

/** One thing a running stage script told, in the order it told it. */
public sealed interface StageEvent {
    /** @param replacesLast the line redraws the one before it */
    record LogLine(String text, boolean replacesLast) implements StageEvent {}

    /** @param number from 1 @param of how many there will be; may grow */
    record StepBegan(int number, int of, Text title) implements StageEvent {}

    /** @param total 0: unknown */
    record Progress(long done, long total, Unit unit) implements StageEvent {}

    enum Unit {
        BYTES, COUNT, PERCENT
    }

    record FactFound(JsonNode fact) implements StageEvent {}

    record FindingMade(Finding finding) implements StageEvent {}

    record Changed(Change change) implements StageEvent {}

    record Verdict(StageState state) implements StageEvent {}

    /**
     * The last event of a run.
     *
     * @param report all that was told; its state is BLOCKED where the script did not come to a verdict
     * @param problem why it is not a success; empty when it is
     */
    record Ended(JobEnd end, StageReport report, Optional<Problem> problem) implements StageEvent {
        /** Which of the kinds of end this is, wherever it is told. */
        public Outcome outcome() {
            if (problem.isEmpty()) {
                return Outcome.DONE;
            }
            if (end instanceof JobEnd.Cancelled) {
                return Outcome.STOPPED;
            }
            return question().isPresent() ? Outcome.ASKS : Outcome.FAILED;
        }

        /** What the run waits for an answer to, where it ended with a question and not with a failure. */
        public Optional<Finding> question() {
            return end instanceof JobEnd.Exited && problem.isPresent() ? report.question() : Optional.empty();
        }
    }
}
