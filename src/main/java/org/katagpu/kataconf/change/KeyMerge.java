package org.katagpu.kataconf.change;

import java.util.Optional;

import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TomlValue;

/** One key of three versions: as read, as edited here, as it now stands on the host. Empty: not active there. */
public record KeyMerge(KeyRef ref, Optional<TomlValue> base, Optional<TomlValue> mine, Optional<TomlValue> theirs) {
    public enum Kind {
        SAME, MINE, THEIRS,
        /** Both made the same change. */
        BOTH,
        /** Changed differently on both sides: the admin chooses. */
        CONFLICT
    }

    public Kind kind() {
        if (mine.equals(theirs)) {
            return mine.equals(base) ? Kind.SAME : Kind.BOTH;
        }
        if (theirs.equals(base)) {
            return Kind.MINE;
        }
        return mine.equals(base) ? Kind.THEIRS : Kind.CONFLICT;
    }
}
