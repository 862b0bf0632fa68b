package org.katagpu.kataconf.toml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.katagpu.message.ProblemException;

/**
 * One version of a TOML file. Immutable: an edit gives a new document, so undo is a list of documents. Keeps every
 * byte, also of a file that is not valid TOML; what is wrong with it is found by {@code kataconf.check}.
 */
public final class TomlDocument {
    private static final String BOM = "\ufeff";

    private final String text;
    private final boolean bom;
    private final List<Item> items;
    private final Map<KeyRef, List<Entry>> entries = new LinkedHashMap<>();
    private final Map<KeyRef, List<Item.Disabled>> disabled = new HashMap<>();
    private final Set<TablePath> tables = new LinkedHashSet<>();
    private final LineIndex lines;

    private TomlDocument(String text, boolean bom) {
        this.text = text;
        this.bom = bom;
        this.lines = new LineIndex(text);
        this.items = new ItemScanner(text).scan();
        items.forEach(this::index);
    }

    /** @throws ProblemException when it is no text Kata could read: too large, not UTF-8; with line and column */
    public static TomlDocument read(byte[] bytes) throws ProblemException {
        return of(new SourceText(bytes).decode());
    }

    public static TomlDocument of(String text) {
        return text.startsWith(BOM) ? new TomlDocument(text.substring(1), true) : new TomlDocument(text, false);
    }

    /** The same file with other text: for edits made in the raw view. */
    public TomlDocument withText(String changed) {
        return changed.equals(text) ? this : new TomlDocument(changed, bom);
    }

    private void index(Item item) {
        switch (item) {
            case Item.Header header -> tables.add(header.table());
            case Item.Assignment assignment -> index(assignment);
            case Item.Disabled key -> {
                tables.add(key.table());
                disabled.computeIfAbsent(key.ref(), ref -> new ArrayList<>()).add(key);
            }
            default -> {
            }
        }
    }

    private void index(Item.Assignment item) {
        tables.add(item.table());
        for (Entry entry : item.entries()) {
            tables.add(entry.ref().table());
            entries.computeIfAbsent(entry.ref(), ref -> new ArrayList<>(1)).add(entry);
        }
    }

    /** Without the byte order mark. */
    public String text() {
        return text;
    }

    public byte[] bytes() {
        return (bom ? BOM + text : text).getBytes(StandardCharsets.UTF_8);
    }

    public List<Item> items() {
        return items;
    }

    /** Every table the file has something in, in order. */
    public List<TablePath> tables() {
        return List.copyOf(tables);
    }

    /** The active value of a key; the first one where the file wrongly has several. */
    public Optional<Entry> active(KeyRef ref) {
        return all(ref).stream().findFirst();
    }

    /** Every place the key is active: more than one is an error. */
    public List<Entry> all(KeyRef ref) {
        return Collections.unmodifiableList(entries.getOrDefault(ref, List.of()));
    }

    public Set<KeyRef> activeKeys() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    public List<Item.Disabled> commentedOut(KeyRef ref) {
        return Collections.unmodifiableList(disabled.getOrDefault(ref, List.of()));
    }

    /** The value of a key that is active. */
    public Optional<TomlValue> value(KeyRef ref) {
        return active(ref).map(Entry::content);
    }

    /** The keys of one table in the order of the file; see {@link RowReader}. */
    public List<Row> rows(TablePath table) {
        return new RowReader(this).rows(table);
    }

    public Position position(int offset) {
        return lines.position(offset);
    }

    /** @throws ProblemException when the edit cannot be made here, with the reason */
    public TomlDocument after(Edit edit) throws ProblemException {
        return new Editor(this).apply(edit);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TomlDocument document && document.bom == bom && document.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
