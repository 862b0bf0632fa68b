package org.katagpu.kataconf.toml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cuts a document into items. A line it cannot read becomes {@link Item.Broken}, and it goes on with the next. */
final class ItemScanner {
    private final String text;
    private final DisabledReader disabled;
    private final List<Item> items = new ArrayList<>();
    private final Map<TablePath, Integer> elements = new HashMap<>();
    private TablePath table = TablePath.ROOT;
    private boolean tableCommentedOut;

    ItemScanner(String text) {
        this.text = text;
        this.disabled = new DisabledReader(text);
    }

    List<Item> scan() {
        int at = 0;
        while (at < text.length()) {
            Item item = itemAt(at);
            items.add(item);
            at = item.lines().end();
        }
        return List.copyOf(items);
    }

    private Item itemAt(int start) {
        Cursor in = new Cursor(text, start, text.length());
        in.blanks();
        if (in.atLineEnd()) {
            return new Item.Blank(line(start, in.at()));
        }
        try {
            return switch (in.peek()) {
                case '#' -> comment(start, in);
                case '[' -> header(start, in);
                default -> assignment(start, in);
            };
        } catch (SyntaxException broken) {
            return new Item.Broken(line(start, start), broken.offset(), broken.what());
        }
    }

    /** From the start of a line to behind the line break that follows {@code at}. */
    private Span line(int start, int at) {
        int newline = text.indexOf('\n', at);
        return new Span(start, newline < 0 ? text.length() : newline + 1);
    }

    private Item comment(int start, Cursor in) throws SyntaxException {
        int hash = in.at();
        in.restOfLine();
        String whole = in.since(hash + 1);
        for (int i = 0; i < whole.length(); i++) {
            char c = whole.charAt(i);
            if (c < 0x20 && c != '\t' || c == 0x7f) {
                throw new SyntaxException(hash + 1 + i, "control", "U+%04X".formatted((int) c));
            }
        }
        String comment = whole.startsWith(" ") ? whole.substring(1) : whole;
        Span line = line(start, in.at());
        tableCommentedOut |= DisabledReader.isHeader(comment);
        Optional<Item.Disabled> key = tableCommentedOut ? Optional.empty() : disabled.read(line, hash, table);
        return key.<Item>map(found -> found).orElseGet(() -> new Item.Comment(line, comment));
    }

    private Item header(int start, Cursor in) throws SyntaxException {
        int bracket = in.at();
        boolean array = in.looksAt("[[");
        in.take(array ? "[[" : "[");
        int from = in.at();
        List<String> parts = new ValueReader(in).key();
        Span name = new Span(from, in.at());
        if (!in.take(array ? "]]" : "]")) {
            throw new SyntaxException(in.atLineEnd() ? bracket : in.at(), "header.open");
        }
        endOfLine(in);
        table = placed(parts, array);
        tableCommentedOut = false;
        return new Item.Header(line(start, in.at()), table, array, name);
    }

    /** Puts a header's name below the newest elements of the arrays of tables it passes through. */
    private TablePath placed(List<String> parts, boolean array) {
        TablePath path = TablePath.ROOT;
        for (int i = 0; i < parts.size(); i++) {
            path = path.child(parts.get(i));
            if (array && i == parts.size() - 1) {
                elements.merge(path, 1, Integer::sum);
            }
            Integer count = elements.get(path);
            if (count != null) {
                path = path.element(count - 1);
            }
        }
        return path;
    }

    private Item assignment(int start, Cursor in) throws SyntaxException {
        int from = in.at();
        List<String> written = new ValueReader(in).key();
        int keyEnd = in.at();
        while (text.charAt(keyEnd - 1) == ' ' || text.charAt(keyEnd - 1) == '\t') {
            keyEnd--;
        }
        if (!in.take("=")) {
            throw new SyntaxException(in.at(), "key.equals");
        }
        in.blanks();
        int valueStart = in.at();
        ValueReader reader = new ValueReader(in);
        TomlValue value = reader.value();
        Span valueSpan = new Span(valueStart, in.at());
        endOfLine(in);
        tableCommentedOut = false;
        return new Item.Assignment(line(start, in.at()), table, written, new Span(from, keyEnd), valueSpan, value,
                reader.members());
    }

    private static void endOfLine(Cursor in) throws SyntaxException {
        in.blanks();
        if (in.peek() == '#') {
            in.restOfLine();
        }
        if (!in.atLineEnd()) {
            throw new SyntaxException(in.at(), "line.rest", StringReader.shown(in.peek()));
        }
    }
}
