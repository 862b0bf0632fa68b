package org.katagpu.ui.log;

import org.katagpu.message.VisibleText;

/**
 * Reads one line as a terminal would show it: colours kept, every other escape dropped, tabs expanded, and what a
 * carriage return has overwritten forgotten. Control, invisible and direction-changing characters are made visible, so that no
 * output can hide or reorder text.
 */
final class AnsiText {
    private static final char ESC = 0x1b;

    private AnsiText() {}

    static StyledText parse(Sgr start, String raw) {
        if (start.equals(Sgr.NONE) && isPlain(raw)) {
            return StyledText.plain(raw);
        }
        return new AnsiParser(start, raw).parse();
    }

    /** The line without colours: what is searched, copied and saved. */
    static String plain(String raw) {
        return isPlain(raw) ? raw : new AnsiParser(Sgr.NONE, raw).parse().text();
    }

    /** The style a line leaves behind. */
    static Sgr after(Sgr start, String raw) {
        if (raw.indexOf(ESC) < 0 && raw.indexOf(0x9b) < 0) {
            return start;
        }
        return new AnsiParser(start, raw).parse().end();
    }

    private static boolean isPlain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c < ' ' || c >= 0x7f && needsCare(c)) {
                return false;
            }
        }
        return true;
    }

    static boolean needsCare(char c) {
        return c <= 0x9f || Character.isSurrogate(c) || VisibleText.isHidden(c);
    }
}
