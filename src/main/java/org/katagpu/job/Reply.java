package org.katagpu.job;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** One answer of a job script, see {@code kg_reply} in {@code job/lib.sh}. */
record Reply(String kind, List<String> fields) {
    private static final String NONE = "-";
    private static final int SIGNALLED = 128;
    private static final int KILL = 9;
    private static final int END_FIELDS = 4;
    private static final int MOST_DIGITS = 18;

    static Reply parse(String text) {
        List<String> words = Arrays.asList(text.split("\t", -1));
        return new Reply(words.getFirst(), List.copyOf(words.subList(1, words.size())));
    }

    /** Of a {@code job} or {@code locked} answer: ID STATE STATUS CANCELLED STARTED SCOPE NAME OWNER; empty where it has
     * another form. */
    Optional<JobInfo> job() {
        try {
            return Optional.of(new JobInfo(new JobId(fields.get(0)), fields.get(6), fields.get(7),
                    new LockScope(fields.get(5)), Instant.ofEpochMilli(number(fields.get(4))), state(fields.get(1)),
                    status(fields.get(2))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException otherForm) {
            return Optional.empty();
        }
    }

    /** Of an {@code end} answer: STATE STATUS CANCELLED LOGSIZE. */
    JobEnd end() {
        OptionalInt status = status(fields.get(1));
        if (!fields.get(2).equals(NONE)) {
            return new JobEnd.Cancelled(status.orElse(SIGNALLED + KILL));
        }
        return status.isPresent() ? new JobEnd.Exited(status.getAsInt()) : new JobEnd.Vanished();
    }

    /** Whether this is an {@code end} answer that {@link #end()} and the others can be asked of. */
    boolean isSoundEnd() {
        try {
            return kind.equals("end") && fields.size() == END_FIELDS && logSize() >= 0 && state(fields.get(0)) != null
                    && end() != null;
        } catch (IllegalArgumentException otherForm) {
            return false;
        }
    }

    /** Of an {@code end} answer. */
    boolean stillRunning() {
        return state(fields.get(0)) == JobInfo.State.RUNNING;
    }

    /** Of an {@code end} answer: how many bytes of log belong to the job. */
    long logSize() {
        return number(fields.get(3));
    }

    private static long number(String digits) {
        if (digits.length() > MOST_DIGITS) {
            throw new NumberFormatException(digits);
        }
        return Long.parseUnsignedLong(digits);
    }

    private static JobInfo.State state(String word) {
        return JobInfo.State.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static OptionalInt status(String word) {
        return word.equals(NONE) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(word));
    }
}
