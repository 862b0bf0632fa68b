package org.katagpu.message;

import java.util.OptionalInt;

/**
 * Text that came from a host, a server or a file, made safe to show and to copy: nothing in it hides, reorders or
 * colours what stands beside it. Terminal colours are dropped, every other control or invisible character becomes
 * its number, {@code <U+200B>}. Line ends and tabs stay.
 */
public final class VisibleText {
    private static final char ESC = 0x1b;

    private VisibleText() {}

    public static String of(String raw) {
        int at = 0;
        while (at < raw.length() && !needsCare(raw.charAt(at))) {
            at++;
        }
        return at == raw.length() ? raw : rest(raw, at);
    }

    private static String rest(String raw, int from) {
        StringBuilder shown = new StringBuilder(raw.length() + 16).append(raw, 0, from);
        int at = from;
        while (at < raw.length()) {
            int afterColours = afterColours(raw, at);
            if (afterColours > at) {
                at = afterColours;
                continue;
            }
            int point = raw.codePointAt(at);
            at += Character.charCount(point);
            if (point == '\n' || point == '\t' || !isControl(point) && !isHidden(point)) {
                shown.appendCodePoint(point);
            } else if (point != '\r' || at < raw.length() && raw.charAt(at) != '\n') {
                shown.append(number(point));
            }
        }
        return shown.toString();
    }

    /** Behind a sequence that only sets colours; {@code at} where none begins there. */
    private static int afterColours(String raw, int at) {
        if (raw.charAt(at) != ESC || at + 1 >= raw.length() || raw.charAt(at + 1) != '[') {
            return at;
        }
        int end = at + 2;
        while (end < raw.length() && raw.charAt(end) >= '0' && raw.charAt(end) <= ';') {
            end++;
        }
        return end < raw.length() && raw.charAt(end) == 'm' ? end + 1 : at;
    }

    /** The first character that cannot be seen for what it is, blanks other than the plain one among them. */
    public static OptionalInt firstHidden(String text) {
        return text.codePoints().filter(point -> isControl(point) || isHidden(point)
                || point > 0x7f && Character.isSpaceChar(point)).findFirst();
    }

    /** How a character that cannot be seen is shown: {@code <U+00AD>}. */
    public static String number(int point) {
        return String.format("<U+%04X>", point);
    }

    private static boolean needsCare(char c) {
        return c < ' ' && c != '\n' && c != '\t'
                || c >= 0x7f && (isControl(c) || Character.isSurrogate(c) || isHidden(c));
    }

    private static boolean isControl(int point) {
        return point < ' ' || point >= 0x7f && point <= 0x9f;
    }

    /**
     * Whether a character leaves no mark of its own or changes the order of others: Unicode's format characters, line
     * and paragraph separators, lone surrogates, and the rest of its "default ignorable" ones.
     */
    public static boolean isHidden(int point) {
        if (point < 0xad) {
            return false;
        }
        return switch (Character.getType(point)) {
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> isIgnorable(point);
        };
    }

    private static boolean isIgnorable(int point) {
        return point == 0x034f || point == 0x115f || point == 0x1160 || point == 0x17b4 || point == 0x17b5
                || point >= 0x180b && point <= 0x180f || point == 0x2065 || point == 0x3164
                || point >= 0xfe00 && point <= 0xfe0f || point == 0xffa0 || point >= 0xfff0 && point <= 0xfff8
                || point >= 0xe0000 && point <= 0xe0fff;
    }
}
