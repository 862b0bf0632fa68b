package org.katagpu.kataconf.toml;

import java.util.List;
import java.util.Optional;

/**
 * Tells a commented-out key from prose. {@code #key = value} and {@code # key = value} count if the value is valid
 * TOML; {@code #key=word} (no blank behind the #, none in the value) counts even if it is not, as Kata's templates
 * have it. Deeper indented examples inside of a comment do not count.
 */
final class DisabledReader {
    /** More lines than any commented-out array of Kata's has. */
    private static final int MOST_LINES = 64;

    private final String text;

    DisabledReader(String text) {
        this.text = text;
    }

    /** @param hash where the line's {@code #} stands */
    Optional<Item.Disabled> read(Span line, int hash, TablePath table) {
        int from = hash + 1;
        boolean blank = from < line.end() && (text.charAt(from) == ' ' || text.charAt(from) == '\t');
        Cursor in = new Cursor(text, blank ? from + 1 : from, line.end());
        int key = in.at();
        if (!ValueReader.isBare(in.peek()) && in.peek() != '"') {
            return Optional.empty();
        }
        try {
            List<String> written = new ValueReader(in).key();
            Span keySpan = new Span(key, in.at());
            if (!in.take("=")) {
                return Optional.empty();
            }
            in.blanks();
            return finish(new Item.Disabled(line, table, written, keySpan, "", Optional.empty()), in.at(), blank);
        } catch (SyntaxException prose) {
            return Optional.empty();
        }
    }

    private Optional<Item.Disabled> finish(Item.Disabled found, int from, boolean blank) {
        Cursor in = new Cursor(text, from, found.lines().end());
        try {
            TomlValue value = new ValueReader(in).value();
            String source = in.since(from);
            in.blanks();
            if (in.atLineEnd() || in.peek() == '#') {
                return Optional.of(with(found, found.lines(), source, Optional.of(value)));
            }
        } catch (SyntaxException unfinished) {
            Optional<Item.Disabled> several = severalLines(found, from);
            if (several.isPresent()) {
                return several;
            }
        }
        Cursor rest = new Cursor(text, from, found.lines().end());
        rest.restOfLine();
        String source = rest.since(from).strip();
        boolean word = !source.isEmpty() && source.chars().noneMatch(Character::isWhitespace);
        return blank || !word
                ? Optional.empty()
                : Optional.of(with(found, found.lines(), source, Optional.empty()));
    }

    /** A commented-out array or text over several lines: the lines below without their {@code #} finish it. */
    private Optional<Item.Disabled> severalLines(Item.Disabled found, int from) {
        Span line = found.lines();
        String head = text.substring(from, line.end());
        if (!head.startsWith("[") && !head.startsWith("\"\"\"") && !head.startsWith("'''")) {
            return Optional.empty();
        }
        StringBuilder joined = new StringBuilder(head);
        int end = line.end();
        for (int lines = 1; lines < MOST_LINES && end < text.length(); lines++) {
            Cursor next = new Cursor(text, end, text.length());
            next.blanks();
            if (!next.take("#")) {
                return Optional.empty();
            }
            int start = next.at();
            int newline = text.indexOf('\n', start);
            end = newline < 0 ? text.length() : newline + 1;
            joined.append(text, start, end);
            Cursor in = new Cursor(joined.toString(), 0, joined.length());
            try {
                TomlValue value = new ValueReader(in).value();
                in.blanks();
                return in.atLineEnd() || in.peek() == '#'
                        ? Optional.of(with(found, new Span(line.start(), end), joined.toString().strip(),
                                Optional.of(value)))
                        : Optional.empty();
            } catch (SyntaxException broken) {
                if (!broken.unfinished()) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static Item.Disabled with(Item.Disabled found, Span lines, String source, Optional<TomlValue> content) {
        return new Item.Disabled(lines, found.header(), found.written(), found.key(), source, content);
    }

    /** Whether the comment line is a commented-out header: what follows it belongs to no table of this file. */
    static boolean isHeader(String comment) {
        return comment.matches("\\[\\[?[A-Za-z][A-Za-z0-9_.\"-]*]]?[ \\t]*");
    }
}
