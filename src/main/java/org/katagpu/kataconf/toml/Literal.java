package org.katagpu.kataconf.toml;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes values and keys in TOML's notation. */
public final class Literal {
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    private Literal() {}

    /** On one line. */
    public static String of(TomlValue value) {
        return switch (value) {
            case TomlValue.Text(String text) -> basic(text);
            case TomlValue.Whole(long number) -> Long.toString(number);
            case TomlValue.Decimal(double number) -> decimal(number);
            case TomlValue.Flag(boolean flag) -> Boolean.toString(flag);
            case TomlValue.Moment(String source) -> source;
            case TomlValue.Array(List<TomlValue> items) ->
                items.stream().map(Literal::of).collect(Collectors.joining(", ", "[", "]"));
            case TomlValue.Inline(Map<String, TomlValue> members) -> members.isEmpty()
                    ? "{}"
                    : members.entrySet().stream().sorted(Map.Entry.comparingByKey())
                            .map(member -> key(member.getKey()) + " = " + of(member.getValue()))
                            .collect(Collectors.joining(", ", "{ ", " }"));
        };
    }

    /** In single quotes where the old literal was and the new text allows it, so that a file keeps its style. */
    static String like(String old, TomlValue value) {
        boolean literal = old.startsWith("'") && !old.startsWith("'''");
        if (literal && value instanceof TomlValue.Text(String text)
                && text.chars().noneMatch(c -> c == '\'' || c < 0x20 && c != '\t' || c == 0x7f)) {
            return "'" + text + "'";
        }
        return of(value);
    }

    /** One part of a key: bare where TOML allows it, quoted otherwise. */
    public static String key(String part) {
        return BARE_KEY.matcher(part).matches() ? part : basic(part);
    }

    private static String decimal(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        return Double.toString(number).replace('E', 'e');
    }

    private static String basic(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f) {
                        out.append("\\u").append("%04X".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
