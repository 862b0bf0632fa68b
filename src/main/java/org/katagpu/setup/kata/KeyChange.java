package org.katagpu.setup.kata;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;

/** One key whose value a save changes. Empty: not set there. */
public record KeyChange(KeyRef ref, Optional<TomlValue> before, Optional<TomlValue> after) {
    /** Every key whose value differs, in the order of the new text. */
    public static List<KeyChange> between(TomlDocument before, TomlDocument after) {
        Set<KeyRef> keys = new LinkedHashSet<>(after.activeKeys());
        keys.addAll(before.activeKeys());
        List<KeyChange> changes = new ArrayList<>();
        for (KeyRef ref : keys) {
            if (!before.value(ref).equals(after.value(ref))) {
                changes.add(new KeyChange(ref, before.value(ref), after.value(ref)));
            }
        }
        return changes;
    }
}
