package org.katagpu.ui.log;

/**
 * Reads one line as a terminal would show it: colours kept, every other escape dropped, tabs expanded, and what a
 * carriage return has overwritten forgotten. Control and direction-changing characters are made visible, so that no
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
        return c <= 0x9f || isDirection(c) || Character.isSurrogate(c);
    }

    /** Marks that reorder or hide text (Unicode bidirectional controls, zero-width and line separators). */
    static boolean isDirection(char c) {
        return c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c >= 0x200b && c <= 0x200f
                || c == 0x2028 || c == 0x2029 || c == 0x061c || c == 0xfeff;
    }
}
