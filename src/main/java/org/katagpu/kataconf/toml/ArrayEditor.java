package org.katagpu.kataconf.toml;

import java.util.List;
import java.util.stream.Collectors;

/** Changes an array written over several lines element by element, so that its layout and comments stay. */
final class ArrayEditor {
    private final String source;
    private final List<TomlValue> before;

    /** @param source the array as written, valid, and {@code before} what it holds */
    ArrayEditor(String source, TomlValue.Array before) {
        this.source = source;
        this.before = before.items();
    }

    String changedTo(TomlValue.Array wanted) {
        List<TomlValue> after = wanted.items();
        List<Span> spans = spans();
        int head = common(after);
        int tail = commonTail(after, head);
        String added = after.subList(head, after.size() - tail).stream().map(Literal::of)
                .collect(Collectors.joining(separator(spans)));
        int removed = before.size() - head - tail;
        if (before.isEmpty() || after.isEmpty()) {
            return Literal.of(wanted);
        }
        if (removed == 0) {
            return tail > 0
                    ? splice(spans.get(head).start(), spans.get(head).start(), added + separator(spans))
                    : splice(spans.getLast().end(), spans.getLast().end(), separator(spans) + added);
        }
        int from = spans.get(head).start();
        if (!added.isEmpty()) {
            return splice(from, spans.get(head + removed - 1).end(), added);
        }
        return tail > 0
                ? splice(from, spans.get(head + removed).start(), "")
                : splice(spans.get(head - 1).end(), spans.getLast().end(), "");
    }

    private int common(List<TomlValue> after) {
        int head = 0;
        while (head < before.size() && head < after.size() && before.get(head).equals(after.get(head))) {
            head++;
        }
        return head;
    }

    private int commonTail(List<TomlValue> after, int head) {
        int tail = 0;
        while (tail < before.size() - head && tail < after.size() - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        return tail;
    }

    /** A comma, and the white space before the first element: a line of its own if that has one. */
    private String separator(List<Span> spans) {
        if (spans.isEmpty()) {
            return ", ";
        }
        int first = spans.getFirst().start();
        int blank = first;
        while (blank > 1 && Character.isWhitespace(source.charAt(blank - 1))) {
            blank--;
        }
        String gap = source.substring(blank, first);
        int line = gap.lastIndexOf('\n');
        if (line < 0) {
            return ", ";
        }
        int start = line > 0 && gap.charAt(line - 1) == '\r' ? line - 1 : line;
        return "," + gap.substring(start);
    }

    private String splice(int from, int to, String added) {
        return source.substring(0, from) + added + source.substring(to);
    }

    private List<Span> spans() {
        ValueReader reader = new ValueReader(new Cursor(source, 0, source.length()));
        try {
            reader.value();
        } catch (SyntaxException changed) {
            throw new IllegalStateException("an array that was read before cannot be read again", changed);
        }
        return reader.elements();
    }
}
