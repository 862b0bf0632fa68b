package org.katagpu.ui.log;

import org.katagpu.message.Text;

/** One row of a log. */
public sealed interface LogEntry {
    /** Counts up from 0 over the whole log; also entries no longer in memory had theirs. */
    long number();

    /** When it arrived here, in milliseconds since 1970. */
    long time();

    LogLevel level();

    /**
     * A line as the tool printed it.
     *
     * @param start the colours the line before left on
     * @param text may hold escapes
     * @param cut how many characters of an over-long line are only in the file on disk
     */
    record Line(long number, long time, LogLevel level, Sgr start, String text, int cut) implements LogEntry {}

    /** A step began: {@code n} of {@code of}. */
    record Heading(long number, long time, int n, int of, Text title) implements LogEntry {
        @Override
        public LogLevel level() {
            return LogLevel.PLAIN;
        }
    }

    /** A sentence of the wizard itself. */
    record Said(long number, long time, LogLevel level, Text text) implements LogEntry {}
}
