package org.katagpu.job;

import java.util.regex.Pattern;

/**
 * What a change keeps to itself on the host: one job at a time for each scope. Jobs of different scopes have nothing
 * in common and run side by side.
 */
public record LockScope(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** Of every change that does not say otherwise. */
    public static final LockScope HOST = new LockScope("host");

    public LockScope {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a scope: " + value);
        }
    }

    /** Name of the lock's file in {@code /var/lib/katagpu}. */
    String lockFile() {
        return equals(HOST) ? "lock" : "lock-" + value;
    }
}
