package org.katagpu.remote;

/** Thrown by an {@link Output} that will take no more: the call ends, and says how much was taken. */
public final class TooMuchOutputException extends RuntimeException {
    private final long bytes;

    /** @param bytes taken before */
    public TooMuchOutputException(long bytes) {
        super(bytes + " bytes and more");
        this.bytes = bytes;
    }

    public long bytes() {
        return bytes;
    }
}
