package org.katagpu.remote;

/** The one way in which values of the admin's choice come into shell text. */
public final class ShellQuote {
    private ShellQuote() {}

    /**
     * The value in single quotes, safe for any POSIX shell.
     *
     * @throws IllegalArgumentException for a NUL, which no shell variable can hold
     */
    public static String quote(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a shell value cannot hold a NUL");
        }
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
