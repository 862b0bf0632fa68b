package org.katagpu.setup.kata;

import java.util.Locale;

/** Which file is written. */
public enum KataTarget {
    /** The file Kata reads, links resolved. */
    MAIN,
    /** {@code config.d/90-katagpu.toml} beside it, merged over it by Kata; the packaged file stays untouched. */
    DROPIN;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
