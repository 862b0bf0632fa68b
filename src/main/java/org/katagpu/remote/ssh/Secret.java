package org.katagpu.remote.ssh;

import java.util.Arrays;

/** A password kept for as long as its host is: handed out as copies, wiped at the end, never shown. */
final class Secret implements AutoCloseable {
    private final char[] value;

    /** Takes a copy; the caller still wipes its own array. */
    Secret(char[] value) {
        this.value = value.clone();
    }

    /** A copy for the caller to wipe. */
    synchronized char[] copy() {
        return value.clone();
    }

    @Override
    public synchronized void close() {
        Arrays.fill(value, '\0');
    }

    @Override
    public String toString() {
        return "Secret";
    }
}
