package org.katagpu.ui.log;

import java.util.ArrayList;
import java.util.List;

import org.katagpu.message.VisibleText;

/** One pass over one line; see {@link AnsiText}. ECMA-48 names: CSI, OSC, ST. */
final class AnsiParser {
    private static final char ESC = 0x1b;
    private static final char BEL = 0x07;
    private static final int TAB = 8;

    private final String raw;
    private final int end;
    private final StringBuilder text;
    private final List<StyledText.Run> runs = new ArrayList<>();
    private Sgr style;
    private int runFrom;
    /** From here on no string has an end. */
    private int unended = Integer.MAX_VALUE;

    AnsiParser(Sgr start, String raw) {
        this.raw = raw;
        style = start;
        int last = raw.length();
        while (last > 0 && raw.charAt(last - 1) == '\r') {
            last--;
        }
        end = last;
        text = new StringBuilder(last);
    }

    StyledText parse() {
        int at = 0;
        while (at < end) {
            char c = raw.charAt(at++);
            switch (c) {
                case ESC -> at = escape(at);
                case 0x9b -> at = csi(at);
                case 0x90, 0x98, 0x9d, 0x9e, 0x9f -> at = string(at);
                case '\r' -> overwrite();
                case '\t' -> text.repeat(' ', TAB - text.length() % TAB);
                default -> at = character(c, at);
            }
        }
        closeRun();
        return new StyledText(text.toString(), List.copyOf(runs), style);
    }

    private int character(char c, int at) {
        if (Character.isHighSurrogate(c) && at < end && Character.isLowSurrogate(raw.charAt(at))) {
            int point = Character.toCodePoint(c, raw.charAt(at));
            text.append(VisibleText.isHidden(point) ? VisibleText.number(point) : Character.toString(point));
            return at + 1;
        }
        if (c < ' ') {
            text.append('^').append((char) (c + '@'));
        } else if (c == 0x7f) {
            text.append("^?");
        } else if (Character.isSurrogate(c)) {
            text.append('\ufffd');
        } else if (c >= 0x80 && c <= 0x9f || VisibleText.isHidden(c)) {
            text.append(VisibleText.number(c));
        } else {
            text.append(c);
        }
        return at;
    }

    private int escape(int at) {
        if (at >= end) {
            return end;
        }
        return switch (raw.charAt(at)) {
            case '[' -> csi(at + 1);
            case ']', 'P', 'X', '^', '_' -> string(at + 1);
            default -> {
                int i = at;
                while (i < end && isBetween(i, ' ', '/')) {
                    i++;
                }
                yield i < end && isBetween(i, '0', '~') ? i + 1 : i;
            }
        };
    }

    private int csi(int from) {
        int i = from;
        while (i < end && isBetween(i, '0', '?')) {
            i++;
        }
        int parametersEnd = i;
        while (i < end && isBetween(i, ' ', '/')) {
            i++;
        }
        if (i >= end || !isBetween(i, '@', '~')) {
            return i;
        }
        boolean isPrivate = from < parametersEnd && isBetween(from, '<', '?');
        if (raw.charAt(i) == 'm' && i == parametersEnd && !isPrivate) {
            closeRun();
            style = SgrCodes.apply(style, raw.substring(from, parametersEnd));
        }
        return i + 1;
    }

    /** A title, a link and the like: dropped up to its end; without an end only its beginning, so no text is lost. */
    private int string(int from) {
        // Once none ended, none of those behind it does: looking anew for each would take forever.
        if (from > unended) {
            return from;
        }
        for (int i = from; i < end; i++) {
            char c = raw.charAt(i);
            if (c == BEL || c == 0x9c) {
                return i + 1;
            }
            if (c == ESC && i + 1 < end && raw.charAt(i + 1) == '\\') {
                return i + 2;
            }
        }
        unended = from;
        return from;
    }

    private void overwrite() {
        text.setLength(0);
        runs.clear();
        runFrom = 0;
    }

    private void closeRun() {
        if (!style.equals(Sgr.NONE) && text.length() > runFrom) {
            runs.add(new StyledText.Run(runFrom, text.length(), style));
        }
        runFrom = text.length();
    }

    private boolean isBetween(int at, char low, char high) {
        char c = raw.charAt(at);
        return c >= low && c <= high;
    }
}
