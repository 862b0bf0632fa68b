package org.katagpu.kataconf.toml;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads keys and values of TOML 1.0, with the span of every part that can be edited by itself. */
final class ValueReader {
    private static final int DEEPEST = 100;
    /** Kata's deepest table has four; each costs those above it once more. */
    private static final int MOST_PARTS = 32;
    private static final Pattern DECIMAL_INTEGER = Pattern.compile("[+-]?(0|[1-9](_?[0-9])*)");
    private static final Pattern BASED_INTEGER = Pattern
            .compile("0(x[0-9A-Fa-f](_?[0-9A-Fa-f])*|o[0-7](_?[0-7])*|b[01](_?[01])*)");
    private static final Pattern FLOAT = Pattern
            .compile("[+-]?(0|[1-9](_?[0-9])*)(\\.[0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?");
    private static final Pattern SPECIAL_FLOAT = Pattern.compile("[+-]?(inf|nan)");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern MOMENT = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})?([Tt ]?\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?([Zz]|[+-]\\d{2}:\\d{2})?)?");
    private static final Pattern LEADING_ZERO = Pattern.compile("[+-]?0[0-9_]+(\\..*)?");

    /** No number or time is longer; the forms below take a step of the stack for each digit. */
    private static final int LONGEST_SCALAR = 200;

    private final Cursor in;
    private final StringReader strings;
    private final List<InlineMember> members = new ArrayList<>();
    private final List<Span> elements = new ArrayList<>();
    private int depth;

    ValueReader(Cursor in) {
        this.in = in;
        this.strings = new StringReader(in);
    }

    /** Members of the inline tables read, except those inside of arrays. */
    List<InlineMember> members() {
        return List.copyOf(members);
    }

    /** Where the elements of the outermost array stand. */
    List<Span> elements() {
        return List.copyOf(elements);
    }

    /** A dotted key: its parts. */
    List<String> key() throws SyntaxException {
        List<String> parts = new ArrayList<>();
        do {
            in.blanks();
            if (parts.size() == MOST_PARTS) {
                throw new SyntaxException(in.at(), "key.deep", MOST_PARTS);
            }
            parts.add(keyPart());
            in.blanks();
        } while (in.take("."));
        return parts;
    }

    private String keyPart() throws SyntaxException {
        if (strings.atString()) {
            return strings.oneLine();
        }
        int start = in.at();
        while (isBare(in.peek())) {
            in.next();
        }
        if (in.at() == start) {
            throw in.atLineEnd()
                    ? new SyntaxException(start, "key.missing")
                    : new SyntaxException(start, "key.character", StringReader.shown(in.peek()));
        }
        return in.since(start);
    }

    static boolean isBare(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }

    TomlValue value() throws SyntaxException {
        return value(List.of());
    }

    private TomlValue value(List<String> path) throws SyntaxException {
        if (in.atLineEnd() || in.peek() == '#') {
            throw new SyntaxException(in.at(), "value.missing");
        }
        if (strings.atString()) {
            return TomlValue.text(strings.read());
        }
        if (in.peek() != '[' && in.peek() != '{') {
            return scalar();
        }
        if (++depth > DEEPEST) {
            throw new SyntaxException(in.at(), "value.deep", DEEPEST);
        }
        TomlValue nested = in.peek() == '[' ? array() : inline(path);
        depth--;
        return nested;
    }

    private TomlValue array() throws SyntaxException {
        int start = in.at();
        in.next();
        List<TomlValue> items = new ArrayList<>();
        int outer = members.size();
        gap(start);
        while (in.peek() != ']') {
            int from = in.at();
            items.add(value(List.of()));
            if (depth == 1) {
                elements.add(new Span(from, in.at()));
            }
            gap(start);
            if (in.peek() != ']' && !in.take(",")) {
                throw new SyntaxException(in.at(), "array.separator", StringReader.shown(in.peek()));
            }
            gap(start);
        }
        in.next();
        members.subList(outer, members.size()).clear();
        return new TomlValue.Array(items);
    }

    /** White space, line breaks and comments between the parts of an array. */
    private void gap(int start) throws SyntaxException {
        while (true) {
            in.blanks();
            if (in.peek() == '#') {
                in.restOfLine();
            } else if (!in.lineBreak()) {
                break;
            }
        }
        if (in.atEnd()) {
            throw new SyntaxException(start, "array.open");
        }
    }

    private TomlValue inline(List<String> path) throws SyntaxException {
        int start = in.at();
        in.next();
        Map<String, TomlValue> found = new LinkedHashMap<>();
        in.blanks();
        if (in.take("}")) {
            return new TomlValue.Inline(found);
        }
        do {
            in.blanks();
            int from = in.at();
            List<String> key = key();
            Span keySpan = new Span(from, in.at());
            if (!in.take("=")) {
                throw new SyntaxException(in.at(), in.atLineEnd() ? "inline.open" : "key.equals");
            }
            in.blanks();
            List<String> below = new ArrayList<>(path);
            below.addAll(key);
            int at = in.at();
            TomlValue value = value(below);
            if (!(value instanceof TomlValue.Inline)) {
                members.add(new InlineMember(below, keySpan, new Span(at, in.at()), value));
            }
            if (found.putIfAbsent(String.join(".", key), value) != null) {
                throw new SyntaxException(from, "inline.twice", String.join(".", key));
            }
            in.blanks();
        } while (in.take(","));
        if (!in.take("}")) {
            throw new SyntaxException(in.atLineEnd() ? start : in.at(),
                    in.atLineEnd() ? "inline.open" : "array.separator", StringReader.shown(in.peek()));
        }
        return new TomlValue.Inline(found);
    }

    private TomlValue scalar() throws SyntaxException {
        int start = in.at();
        String word = word();
        if (DATE.matcher(word).matches() && in.peek() == ' ') {
            int back = in.at();
            in.next();
            if (Character.isDigit(in.peek())) {
                word = word + " " + word();
            } else {
                in.to(back);
            }
        }
        if (word.length() > LONGEST_SCALAR) {
            throw new SyntaxException(start, "value.unknown", word.substring(0, LONGEST_SCALAR));
        }
        if (word.equals("true") || word.equals("false")) {
            return TomlValue.flag(word.equals("true"));
        }
        if (DECIMAL_INTEGER.matcher(word).matches() || BASED_INTEGER.matcher(word).matches()) {
            return integer(start, word.replace("_", ""));
        }
        if (FLOAT.matcher(word).matches()) {
            return new TomlValue.Decimal(Double.parseDouble(word.replace("_", "")));
        }
        if (SPECIAL_FLOAT.matcher(word).matches()) {
            double size = word.endsWith("inf") ? Double.POSITIVE_INFINITY : Double.NaN;
            return new TomlValue.Decimal(word.startsWith("-") ? -size : size);
        }
        if (!word.isEmpty() && MOMENT.matcher(word).matches()) {
            return new TomlValue.Moment(word);
        }
        throw new SyntaxException(start, LEADING_ZERO.matcher(word).matches() ? "value.zero" : "value.unknown",
                word.isEmpty() ? StringReader.shown(in.peek()) : word);
    }

    private String word() {
        int start = in.at();
        while (!in.atLineEnd() && " \t,]}#=[{\"'".indexOf(in.peek()) < 0) {
            in.next();
        }
        return in.since(start);
    }

    private static TomlValue integer(int start, String word) throws SyntaxException {
        int radix = switch (word.length() > 1 ? word.charAt(1) : ' ') {
            case 'x' -> 16;
            case 'o' -> 8;
            case 'b' -> 2;
            default -> 10;
        };
        BigInteger number = radix == 10 ? new BigInteger(word) : new BigInteger(word.substring(2), radix);
        if (number.bitLength() > 63) {
            throw new SyntaxException(start, "value.large", word);
        }
        return TomlValue.whole(number.longValue());
    }
}
