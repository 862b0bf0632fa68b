package org.katagpu.ui.log;

import java.util.OptionalInt;

/**
 * Applies the parameters of one {@code ESC [ … m} to a style, in both spellings of long colours ({@code 38;5;n},
 * {@code 38;2;r;g;b} and ITU T.416's {@code 38:5:n}, {@code 38:2::r:g:b}). What it does not know changes nothing.
 */
final class SgrCodes {
    private final String[] codes;
    private int next;

    private SgrCodes(String parameters) {
        codes = parameters.split(";", -1);
    }

    static Sgr apply(Sgr before, String parameters) {
        SgrCodes reader = new SgrCodes(parameters);
        Sgr style = before;
        while (reader.next < reader.codes.length) {
            style = reader.one(style);
        }
        return style;
    }

    private Sgr one(Sgr style) {
        String code = codes[next++];
        if (code.indexOf(':') >= 0) {
            return colons(style, code.split(":", -1));
        }
        int value = number(code);
        return switch (value) {
            case 0 -> Sgr.NONE;
            case 1 -> style.withBold(true);
            case 2 -> style.withFaint(true);
            case 4, 21 -> style.withUnderline(true);
            case 22 -> style.withBold(false).withFaint(false);
            case 24 -> style.withUnderline(false);
            case 38 -> {
                OptionalInt colour = longColour();
                yield colour.isPresent() ? style.withColour(colour.getAsInt()) : style;
            }
            case 39 -> style.withColour(Sgr.DEFAULT);
            case 48, 58 -> {
                longColour();
                yield style;
            }
            default -> {
                if (value >= 30 && value <= 37) {
                    yield style.withColour(value - 30);
                }
                yield value >= 90 && value <= 97 ? style.withColour(value - 90 + 8) : style;
            }
        };
    }

    private static Sgr colons(Sgr style, String[] parts) {
        int what = number(parts[0]);
        if (what == 4) {
            return style.withUnderline(number(parts[1]) != 0);
        }
        if (what != 38) {
            return style;
        }
        int last = parts.length - 1;
        OptionalInt colour = switch (number(parts[1])) {
            case 5 -> indexed(parts[last]);
            case 2 -> last >= 4 ? rgb(parts[last - 2], parts[last - 1], parts[last]) : OptionalInt.empty();
            default -> OptionalInt.empty();
        };
        return colour.isPresent() ? style.withColour(colour.getAsInt()) : style;
    }

    private OptionalInt longColour() {
        int kind = next < codes.length ? number(codes[next++]) : -1;
        if (kind == 5 && next < codes.length) {
            return indexed(codes[next++]);
        }
        if (kind == 2 && next + 2 < codes.length) {
            next += 3;
            return rgb(codes[next - 3], codes[next - 2], codes[next - 1]);
        }
        next = codes.length;
        return OptionalInt.empty();
    }

    private static OptionalInt indexed(String code) {
        int index = number(code);
        return index >= 0 && index <= 255 ? OptionalInt.of(index) : OptionalInt.empty();
    }

    private static OptionalInt rgb(String r, String g, String b) {
        int red = number(r);
        int green = number(g);
        int blue = number(b);
        boolean valid = Math.min(red, Math.min(green, blue)) >= 0 && Math.max(red, Math.max(green, blue)) <= 255;
        return valid ? OptionalInt.of(Sgr.RGB | red << 16 | green << 8 | blue) : OptionalInt.empty();
    }

    /** An absent parameter counts as 0; one that is no number or too long as -1. */
    private static int number(String code) {
        if (code.isEmpty()) {
            return 0;
        }
        if (code.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < code.length(); i++) {
            int digit = code.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
