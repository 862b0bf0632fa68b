package org.katagpu.attest.rung;

import java.util.Locale;
import org.katagpu.message.Text;

/**
 * Where a rung stands.
 *
 * @param reason why, in a sentence
 * @param evidence what was read for it, verbatim; may be empty
 */
public record RungStatus(State state, Text reason, String evidence) {
    public enum State {
        /** Proved, by what was read for this rung. */
        PROVED,
        /** The host says so; nothing proves it. */
        TOLD,
        /** Not proved: it was not looked at, cannot be, or what it needs is not there. */
        OPEN,
        /** What was read speaks against it. */
        REFUSED;

        /** In reports: {@code proved}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static RungStatus proved(Text reason, String evidence) {
        return new RungStatus(State.PROVED, reason, evidence);
    }

    static RungStatus open(Text reason) {
        return new RungStatus(State.OPEN, reason, "");
    }

    static RungStatus refused(Text reason, String evidence) {
        return new RungStatus(State.REFUSED, reason, evidence);
    }
}
