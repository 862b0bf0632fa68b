package org.katagpu.kataconf.toml;

import org.katagpu.message.Text;

/** Where reading broke off and why; caught by the scanner, which goes on with the next line. */
final class SyntaxException extends Exception {
    private final int offset;
    private final transient Text what;

    SyntaxException(int offset, String key, Object... arguments) {
        super(key, null, false, false);
        this.offset = offset;
        this.what = Text.of("kataconf.syntax." + key, arguments);
    }

    int offset() {
        return offset;
    }

    /** Whether more text behind the end could still make it valid. */
    boolean unfinished() {
        return what.key().endsWith(".open");
    }

    Text what() {
        return what;
    }
}
