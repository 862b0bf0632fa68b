package org.katagpu.kataconf.toml;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/**
 * What a complete TOML 1.0 parser makes of a document. It is given headers and keys only, and lists of very many lines
 * on one line: over long runs of comments and blank lines tomlj 2.2.0 takes cubic time (1,000 comment lines: 3 s),
 * and they mean nothing to it.
 */
public final class StrictReading {
    private static final int MOST_LINES = 100;

    /** Something the parser does not accept. @param offset in the document's text */
    public record Fault(int offset, String message) {}

    private final boolean broken;
    private final TomlParseResult result;
    private final LineIndex lines;
    /** From each item's start in the parsed text to its start in the document. */
    private final TreeMap<Integer, Integer> origins = new TreeMap<>();

    public StrictReading(TomlDocument document) {
        broken = document.items().stream().anyMatch(Item.Broken.class::isInstance);
        StringBuilder text = new StringBuilder();
        for (Item item : broken ? List.<Item>of() : document.items()) {
            if (item instanceof Item.Header || item instanceof Item.Assignment) {
                origins.put(text.length(), item.lines().start());
                text.append(inFewLines(document, item));
            }
        }
        lines = new LineIndex(text.toString());
        result = Toml.parse(text.toString(), TomlVersion.V1_0_0);
    }

    private static String inFewLines(TomlDocument document, Item item) {
        String source = item.lines().of(document.text());
        boolean shorten = item instanceof Item.Assignment && IntStream.range(0, source.length())
                .filter(at -> source.charAt(at) == '\n').limit(MOST_LINES + 1L).count() > MOST_LINES;
        return shorten && item instanceof Item.Assignment assignment
                ? assignment.key().of(document.text()) + " = " + Literal.of(assignment.content()) + "\n"
                : source;
    }

    public boolean valid() {
        return !broken && !result.hasErrors();
    }

    public TomlTable table() {
        return result;
    }

    /** Besides the lines our own scanner could not read: with any of those, the parser is not asked. */
    public List<Fault> faults() {
        return result.errors().stream().map(this::fault).toList();
    }

    private Fault fault(TomlParseError error) {
        int at = lines.offset(error.position().line(), error.position().column());
        Map.Entry<Integer, Integer> origin = origins.floorEntry(at);
        String message = error.getMessage();
        return new Fault(origin == null ? 0 : origin.getValue() + at - origin.getKey(), message == null ? "" : message);
    }
}
