package org.katagpu.kataconf.toml;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.katagpu.message.ProblemException;

/** Finds the place for a key that is not active yet: behind its commented-out twin, or at the end of its table. */
final class Inserter {
    private final TomlDocument document;
    private final String text;

    Inserter(TomlDocument document) {
        this.document = document;
        this.text = document.text();
    }

    /** @param source the value in TOML's notation */
    TomlDocument insert(KeyRef ref, String source) throws ProblemException {
        String line = Literal.key(ref.key()) + " = " + source;
        List<Item.Disabled> twins = document.commentedOut(ref);
        if (!twins.isEmpty()) {
            return behind(twins.getLast().lines(), prefix(twins.getLast()) + line);
        }
        refuseInline(ref);
        Optional<Item> header = last(item -> item instanceof Item.Header found && found.table().equals(ref.table()));
        Optional<Item> last = last(item -> holds(item, ref.table(), true));
        if (last.isEmpty() && header.isEmpty()) {
            last = last(item -> holds(item, ref.table(), false));
        }
        if (last.isPresent()) {
            return behind(last.get().lines(), prefix(last.get()) + line);
        }
        if (header.isPresent()) {
            return behind(header.get().lines(), line);
        }
        return ref.table().equals(TablePath.ROOT) ? first(line) : inNewTable(ref, line);
    }

    private void refuseInline(KeyRef ref) throws ProblemException {
        for (Item item : document.items()) {
            if (item instanceof Item.Assignment assignment && assignment.content() instanceof TomlValue.Inline
                    && ref.table().startsWith(assignment.table().child(assignment.written().getLast()))) {
                throw Editor.refused("inline", ref,
                        String.valueOf(document.position(assignment.key().start()).line()));
            }
        }
    }

    private Optional<Item> last(Predicate<Item> wanted) {
        return document.items().reversed().stream().filter(wanted).findFirst();
    }

    /** @param plain whether the key must stand directly below its table's header, not dotted below a shorter one */
    private static boolean holds(Item item, TablePath table, boolean plain) {
        return switch (item) {
            case Item.Assignment found -> found.table().equals(table) && (!plain || found.header().equals(table));
            case Item.Disabled found -> found.table().equals(table) && (!plain || found.header().equals(table));
            default -> false;
        };
    }

    /** What stands before the last dot of a dotted key: its neighbour needs the same. */
    private static String prefix(Item item) {
        List<String> written = switch (item) {
            case Item.Assignment found -> found.written();
            case Item.Disabled found -> found.written();
            default -> List.of("");
        };
        return written.subList(0, written.size() - 1).stream().map(part -> Literal.key(part) + ".")
                .collect(Collectors.joining());
    }

    private TomlDocument behind(Span lines, String line) {
        int indent = lines.start();
        while (indent < lines.end() && (text.charAt(indent) == ' ' || text.charAt(indent) == '\t')) {
            indent++;
        }
        return at(lines.end(), text.substring(lines.start(), indent) + line, lineBreak(lines));
    }

    private TomlDocument at(int offset, String line, String lineBreak) {
        boolean open = offset == text.length() && offset > 0 && text.charAt(offset - 1) != '\n';
        String added = open ? lineBreak + line : line + lineBreak;
        return document.withText(text.substring(0, offset) + added + text.substring(offset));
    }

    /** Before the first header and the comment that belongs to it. */
    private TomlDocument first(String line) {
        int offset = 0;
        for (Item item : document.items()) {
            if (item instanceof Item.Header) {
                break;
            }
            if (!(item instanceof Item.Comment)) {
                offset = item.lines().end();
            }
        }
        return at(offset, line, lineBreak(new Span(0, 0)));
    }

    private TomlDocument inNewTable(KeyRef ref, String line) throws ProblemException {
        if (ref.table().inArray()) {
            throw Editor.refused("array", ref);
        }
        String lineBreak = lineBreak(new Span(text.length(), text.length()));
        StringBuilder added = new StringBuilder();
        boolean open = !text.isEmpty() && !text.endsWith("\n");
        if (open) {
            added.append(lineBreak);
        }
        if (!text.isEmpty()) {
            added.append(lineBreak);
        }
        added.append('[').append(ref.table().header()).append(']').append(lineBreak).append(line);
        if (!open) {
            added.append(lineBreak);
        }
        return document.withText(text + added);
    }

    /** The break these lines end with; for lines without one, that of the line above, or the first of the file. */
    private String lineBreak(Span lines) {
        boolean closed = lines.length() > 0 && text.charAt(lines.end() - 1) == '\n';
        int above = closed ? lines.end() - 1 : text.lastIndexOf('\n', lines.start() - 1);
        int newline = above < 0 ? text.indexOf('\n') : above;
        return newline > 0 && text.charAt(newline - 1) == '\r' ? "\r\n" : "\n";
    }
}
