package org.katagpu.kataconf.toml;

/**
 * One change meant by the admin. Where a file wrongly has a key several times, {@code occurrence} says which one is
 * meant, counted from 0 in the order of the file.
 */
public sealed interface Edit {
    /**
     * Gives a key a value: replaces its active value; otherwise a new line behind its commented-out twin, otherwise
     * at the end of its table, which is made at the end of the file if there is none.
     */
    record Set(KeyRef ref, TomlValue value) implements Edit {}

    /** Comments the key's line out, so that Kata takes its default. */
    record Unset(KeyRef ref, int occurrence) implements Edit {
        public Unset(KeyRef ref) {
            this(ref, 0);
        }
    }

    /** Takes the {@code #} away from a commented-out key; its value stays as written. */
    record Enable(KeyRef ref) implements Edit {}

    /** Deletes the key's lines; the comment above stays. */
    record Remove(KeyRef ref, int occurrence) implements Edit {
        public Remove(KeyRef ref) {
            this(ref, 0);
        }
    }

    /** Takes the key out of its table and puts it, value as written, where it belongs in another. */
    record Move(KeyRef ref, int occurrence, TablePath to) implements Edit {}

    /** Writes the key's name differently, in place. */
    record Rename(KeyRef ref, int occurrence, String name) implements Edit {}

    KeyRef ref();

    /** Every key whose value this edit may change. */
    default java.util.Set<KeyRef> touches() {
        return switch (this) {
            case Move move -> java.util.Set.of(move.ref, new KeyRef(move.to, move.ref.key()));
            case Rename rename -> java.util.Set.of(rename.ref, new KeyRef(rename.ref.table(), rename.name));
            default -> java.util.Set.of(ref());
        };
    }
}
