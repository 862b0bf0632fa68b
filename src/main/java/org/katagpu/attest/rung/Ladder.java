package org.katagpu.attest.rung;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.katagpu.attest.Verdict;

/**
 * All rungs with where they stand.
 *
 * @param verdict on the evidence; empty where there is none
 */
public record Ladder(Map<Rung, RungStatus> rungs, Optional<Verdict> verdict) {
    /** The rungs a machine has to stand on where only a proved one may be asked. */
    public static final List<Rung> ASKED = List.of(Rung.GENUINE, Rung.FRESH, Rung.BOUND);

    public Ladder {
        Map<Rung, RungStatus> all = new EnumMap<>(rungs);
        if (all.size() != Rung.values().length) {
            throw new IllegalArgumentException("rungs " + all.keySet());
        }
        rungs = Collections.unmodifiableMap(all);
    }

    public RungStatus of(Rung rung) {
        return Objects.requireNonNull(rungs.get(rung));
    }

    /** Whether this machine may be asked where only a proved one may: whose it is, that it is asked now, and that it is it. */
    public boolean proved() {
        return ASKED.stream().allMatch(this::is);
    }

    /** Whether anything that was read speaks against it. */
    public boolean refused() {
        return rungs.values().stream().anyMatch(standing -> standing.state() == RungStatus.State.REFUSED);
    }

    private boolean is(Rung rung) {
        return of(rung).state() == RungStatus.State.PROVED;
    }
}
