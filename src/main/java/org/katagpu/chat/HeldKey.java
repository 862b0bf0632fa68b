package org.katagpu.chat;

import java.util.Arrays;
import java.util.Optional;

/** A key held in memory until it is closed, which wipes it. */
public final class HeldKey implements ApiKey, AutoCloseable {
    private final char[] key;
    private boolean wiped;

    /** Takes a copy; the caller still wipes its own array. */
    public HeldKey(char[] key) {
        this.key = key.clone();
    }

    /** Holds no key. */
    public static HeldKey none() {
        return new HeldKey(new char[0]);
    }

    @Override
    public synchronized Optional<char[]> copy() {
        return wiped || key.length == 0 ? Optional.empty() : Optional.of(key.clone());
    }

    @Override
    public synchronized void close() {
        Arrays.fill(key, '\0');
        wiped = true;
    }

    @Override
    public String toString() {
        return "HeldKey";
    }
}
