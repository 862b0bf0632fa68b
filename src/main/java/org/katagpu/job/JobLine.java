package org.katagpu.job;

import com.fasterxml.jackson.databind.JsonNode;

/** One line of a job's (or a check's) output. Every line is told exactly once, in order. */
public sealed interface JobLine {
    /**
     * Plain output, as printed: may hold ANSI colours, and carriage returns where a tool redraws its line.
     *
     * @param replacesLast the line redraws the one before it (the text before ended with a carriage return)
     */
    record Log(String text, boolean replacesLast) implements JobLine {}

    /** A control line that carried the job's nonce. */
    record Control(Kind kind, JsonNode body) implements JobLine {}

    /** See {@code setup/lib/control.sh}, which writes them. */
    enum Kind {
        STEP, PROGRESS, FACT, FINDING, CHANGE, STATE
    }
}
