package org.katagpu.kataconf.toml;

import java.util.List;
import java.util.Optional;

import org.katagpu.message.Text;

/** One or more whole lines of a document. All items together are the document, without a gap. */
public sealed interface Item {
    /** Whole lines, the last line break included where there is one. */
    Span lines();

    record Blank(Span lines) implements Item {}

    /** A line that is only comment. @param text without the {@code #} and the one blank after it */
    record Comment(Span lines, String text) implements Item {}

    /** {@code [table]} or {@code [[table]]}. @param name between the brackets */
    record Header(Span lines, TablePath table, boolean array, Span name) implements Item {}

    /**
     * {@code key = value}, active.
     *
     * @param header the table whose header stands above
     * @param written the key's parts as written: more than one for a dotted key
     * @param key the span of the whole key
     * @param value the span of the value
     * @param content the value read
     * @param members what can be edited by itself, if the value is an inline table
     */
    record Assignment(Span lines, TablePath header, List<String> written, Span key, Span value, TomlValue content,
            List<InlineMember> members) implements Item {
        /** The table the key belongs to: below the header's for a dotted key. */
        public TablePath table() {
            return header.child(written.subList(0, written.size() - 1));
        }

        public KeyRef ref() {
            return new KeyRef(table(), written.getLast());
        }

        /** The keys this item sets: itself, or what stands inside of its inline table. */
        public List<Entry> entries() {
            if (!(content instanceof TomlValue.Inline)) {
                return List.of(new Entry(ref(), key, value, content, this, false));
            }
            TablePath inlined = table().child(written.getLast());
            return members.stream().map(member -> {
                TablePath owner = inlined.child(member.path().subList(0, member.path().size() - 1));
                KeyRef ref = new KeyRef(owner, member.path().getLast());
                return new Entry(ref, member.key(), member.span(), member.value(), this, true);
            }).toList();
        }
    }

    /**
     * {@code #key = value}: shown by its author as an example, and without any effect.
     *
     * @param header the table whose header stands above
     * @param written the key's parts as written
     * @param source the value as written behind the {@code #}
     * @param content the value, if it is valid TOML: only then the line can be made active as it stands
     */
    record Disabled(Span lines, TablePath header, List<String> written, Span key, String source,
            Optional<TomlValue> content) implements Item {
        public TablePath table() {
            return header.child(written.subList(0, written.size() - 1));
        }

        public KeyRef ref() {
            return new KeyRef(table(), written.getLast());
        }
    }

    /** What TOML does not allow. @param at where reading broke off */
    record Broken(Span lines, int at, Text what) implements Item {}
}
