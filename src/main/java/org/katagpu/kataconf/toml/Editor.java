package org.katagpu.kataconf.toml;

import java.util.List;
import java.util.Optional;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** Makes edits by splicing text, so that everything else stays as it is byte for byte. */
final class Editor {
    private final TomlDocument document;
    private final String text;

    Editor(TomlDocument document) {
        this.document = document;
        this.text = document.text();
    }

    TomlDocument apply(Edit edit) throws ProblemException {
        return switch (edit) {
            case Edit.Set(KeyRef ref, TomlValue value) -> set(ref, value);
            case Edit.Unset(KeyRef ref, int occurrence) -> unset(lineOf(ref, occurrence));
            case Edit.Enable(KeyRef ref) -> enable(ref);
            case Edit.Remove(KeyRef ref, int occurrence) -> replace(lineOf(ref, occurrence).item().lines(), "");
            case Edit.Move(KeyRef ref, int occurrence, TablePath to) -> move(lineOf(ref, occurrence), to);
            case Edit.Rename(KeyRef ref, int occurrence, String name) -> rename(lineOf(ref, occurrence), name);
        };
    }

    private TomlDocument set(KeyRef ref, TomlValue value) throws ProblemException {
        Optional<Entry> active = document.active(ref);
        if (active.isEmpty()) {
            return new Inserter(document).insert(ref, Literal.of(value));
        }
        Entry entry = active.get();
        if (entry.content().equals(value)) {
            return document;
        }
        String old = entry.value().of(text);
        String source = old.startsWith("[") && old.indexOf('\n') >= 0 && value instanceof TomlValue.Array array
                ? new ArrayEditor(old, (TomlValue.Array) entry.content()).changedTo(array)
                : Literal.like(old, value);
        return replace(entry.value(), source);
    }

    private TomlDocument unset(Entry entry) {
        Span lines = entry.item().lines();
        StringBuilder commented = new StringBuilder();
        int at = lines.start();
        while (at < lines.end()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline + 1;
            int hash = at;
            // Only the first line keeps its indentation before the #: those below may be inside of a text.
            while (at == lines.start() && hash < end && (text.charAt(hash) == ' ' || text.charAt(hash) == '\t')) {
                hash++;
            }
            commented.append(text, at, hash).append('#').append(text, hash, end);
            at = end;
        }
        return replace(lines, commented.toString());
    }

    private TomlDocument enable(KeyRef ref) throws ProblemException {
        List<Item.Disabled> found = document.commentedOut(ref);
        if (found.isEmpty()) {
            throw refused("absent", ref);
        }
        if (document.active(ref).isPresent()) {
            throw refused("active", ref);
        }
        Item.Disabled item = found.getLast();
        if (item.content().isEmpty()) {
            throw refused("value", ref, item.source());
        }
        int first = text.indexOf('#', item.lines().start());
        boolean blank = item.key().start() > first + 1;
        StringBuilder active = new StringBuilder();
        int at = item.lines().start();
        while (at < item.lines().end()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline + 1;
            int hash = text.indexOf('#', at);
            boolean skip = blank && hash + 1 < end && (text.charAt(hash + 1) == ' ' || text.charAt(hash + 1) == '\t');
            active.append(text, at, hash).append(text, skip ? hash + 2 : hash + 1, end);
            at = end;
        }
        return replace(item.lines(), active.toString());
    }

    private TomlDocument move(Entry entry, TablePath to) throws ProblemException {
        KeyRef target = new KeyRef(to, entry.ref().key());
        if (document.active(target).isPresent()) {
            throw refused("target", target);
        }
        String source = entry.value().of(text);
        TomlDocument without = replace(entry.item().lines(), "");
        return new Inserter(without).insert(target, source);
    }

    private TomlDocument rename(Entry entry, String name) throws ProblemException {
        KeyRef target = new KeyRef(entry.ref().table(), name);
        if (document.active(target).isPresent()) {
            throw refused("target", target);
        }
        List<String> written = entry.item().written();
        String prefix = written.subList(0, written.size() - 1).stream().map(part -> Literal.key(part) + ".")
                .reduce("", String::concat);
        return replace(entry.key(), prefix + Literal.key(name));
    }

    /** The entry, if it has its lines to itself. */
    private Entry lineOf(KeyRef ref, int occurrence) throws ProblemException {
        List<Entry> all = document.all(ref);
        if (occurrence >= all.size()) {
            throw refused("absent", ref);
        }
        Entry entry = all.get(occurrence);
        if (entry.inline()) {
            throw refused("inline", ref, String.valueOf(document.position(entry.key().start()).line()));
        }
        return entry;
    }

    private TomlDocument replace(Span span, String source) {
        return document.withText(text.substring(0, span.start()) + source + text.substring(span.end()));
    }

    static ProblemException refused(String why, KeyRef ref, Object... more) {
        Object[] arguments = new Object[more.length + 1];
        arguments[0] = ref.toString();
        System.arraycopy(more, 0, arguments, 1, more.length);
        return new ProblemException(Problem.of(Text.of("kataconf.edit." + why, arguments),
                Text.of("kataconf.edit." + why + ".next", arguments)));
    }
}
