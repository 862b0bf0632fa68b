package org.katagpu.job;

import org.jspecify.annotations.Nullable;

/**
 * How far a job's log was told. Outlives the single streams that bring it, so that a stream after a lost link goes
 * on at the very next byte.
 */
final class LogTail {
    private final JobListener listener;
    private final long first;
    private @Nullable String nonce;
    private @Nullable LineAssembler lines;

    /** @param first offset of the first byte to tell */
    LogTail(long first, JobListener listener) {
        this.first = first;
        this.listener = listener;
    }

    /** Offset the next stream must begin at. A first stream begins a byte early: a CR there says what comes next. */
    synchronized long wanted() {
        return lines == null ? Math.max(0, first - 1) : lines.offset();
    }

    /** Offset of the first byte not yet received. */
    synchronized long reached() {
        return lines == null ? first : lines.offset();
    }

    /** A stream begins. @param jobNonce that the job's control lines carry */
    synchronized void begin(String jobNonce) {
        nonce = jobNonce;
        if (lines == null && first == 0) {
            lines = new LineAssembler(jobNonce, 0, false, listener);
        }
    }

    synchronized void bytes(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return;
        }
        if (lines != null) {
            lines.feed(bytes, offset, length);
        } else if (nonce != null) {
            lines = new LineAssembler(nonce, first, bytes[offset] == '\r', listener);
            lines.feed(bytes, offset + 1, length - 1);
        }
    }

    synchronized void finish() {
        if (lines != null) {
            lines.finish();
        }
    }
}
