package org.katagpu.ui.evidence;

import java.util.Locale;
import org.katagpu.attest.rung.RungStatus;

/** How a rung's state looks: the same four looks as the proof's links. */
final class RungStyle {
    private RungStyle() {}

    static String of(RungStatus.State state) {
        return switch (state) {
            case PROVED -> "chain-proved";
            case REFUSED -> "chain-failed";
            case TOLD -> "chain-unproved";
            case OPEN -> "chain-void";
        };
    }

    static String word(RungStatus.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
