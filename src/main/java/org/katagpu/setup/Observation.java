package org.katagpu.setup;

import java.time.Instant;
import java.util.Optional;

/**
 * When something was read of the host, and what it rests on. It claims nothing once that has changed.
 *
 * @param at when it was asked, by this machine's clock
 * @param then how things stood as it was asked; its boot is the one the answer told
 */
public record Observation(Instant at, ReadingContext then) {
    /** Why what was read holds no more. */
    public enum Cause {
        OTHER_HOST, RESTARTED, LINK_LOST,
        /** A run that may have changed it began or ended, however it ended. */
        RUN,
        /** The choice it was asked for was edited. */
        EDITED
    }

    /** Why it is void; empty while it holds. */
    public Optional<Cause> voidedBy(ReadingContext now) {
        if (!then.host().equals(now.host())) {
            return Optional.of(Cause.OTHER_HOST);
        }
        if (!then.boot().isEmpty() && !now.boot().isEmpty() && !then.boot().equals(now.boot())) {
            return Optional.of(Cause.RESTARTED);
        }
        if (then.link() == 0 || then.link() != now.link()) {
            return Optional.of(Cause.LINK_LOST);
        }
        if (then.runs() != now.runs()) {
            return Optional.of(Cause.RUN);
        }
        return then.choice().equals(now.choice()) ? Optional.empty() : Optional.of(Cause.EDITED);
    }
}
