package org.katagpu.kataconf;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.Position;
import org.katagpu.kataconf.toml.TomlValue;

/**
 * One line of the configuration page's form.
 *
 * @param value as it stands in the file, active or commented out
 * @param effective what Kata uses: the active value, otherwise its default; empty where that depends on the host
 * @param source the value as written; empty for an absent key
 * @param position where the key stands; empty for an absent key
 * @param help the file's own comment
 * @param spec what the key is; empty for keys Kata is not known to read, which stay editable as text
 * @param known whether the host's version reads this key
 * @param choices the words the host's version takes, where only some are
 */
public record KeyRow(KeyRef ref, State state, Optional<TomlValue> value, Optional<TomlValue> effective, String source,
        Optional<Position> position, String help, String remark, Optional<KeySpec> spec, boolean known,
        List<String> choices) {
    public KeyRow {
        choices = List.copyOf(choices);
    }

    /** What the file says of a key. */
    public enum State {
        ACTIVE,
        /** Written, but commented out: without any effect. */
        COMMENTED_OUT, ABSENT
    }

    /** Whether a search for this word should show the row; the meaning is searched by the page, in its language. */
    public boolean matches(String lowerCaseWord) {
        return ref.key().contains(lowerCaseWord) || source.toLowerCase(Locale.ROOT).contains(lowerCaseWord)
                || help.toLowerCase(Locale.ROOT).contains(lowerCaseWord);
    }
}
