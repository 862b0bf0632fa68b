package org.katagpu.kataconf.change;

import java.util.HashSet;
import java.util.Set;

import org.katagpu.kataconf.toml.KeyRef;

/**
 * What the admin meant to change.
 *
 * @param keys may be set, unset, moved
 * @param freeText the text itself was edited in the raw view: then every difference is meant
 */
public record Intent(Set<KeyRef> keys, boolean freeText) {
    public static final Intent NOTHING = new Intent(Set.of(), false);
    public static final Intent FREE_TEXT = new Intent(Set.of(), true);

    public Intent {
        keys = Set.copyOf(keys);
    }

    public static Intent of(Set<KeyRef> keys) {
        return new Intent(keys, false);
    }

    public Intent and(Intent other) {
        Set<KeyRef> both = new HashSet<>(keys);
        both.addAll(other.keys);
        return new Intent(both, freeText || other.freeText);
    }
}
