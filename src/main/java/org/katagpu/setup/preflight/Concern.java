package org.katagpu.setup.preflight;

import java.util.List;
import org.katagpu.setup.Finding;

/**
 * What needs attention, by what puts it right: findings that one act mends stand together, and what only follows from
 * them stands below.
 *
 * @param findings the gravest first; more than one where the kind is not {@link Kind#ALONE}
 * @param follows findings that go away with these
 * @param copied what the admin takes along: a command, or parameters; empty where there is nothing to copy
 */
public record Concern(Kind kind, List<Judged> findings, List<Judged> follows, String copied) {
    /** Titles are {@code hostcheck.concern.<kind>}, what to do {@code hostcheck.concern.<kind>.next}. */
    public enum Kind {
        ALONE, KERNEL, PARAMETERS, MODULES, PACKAGES, ROOM, UPDATES, UNREAD
    }

    public Concern {
        findings = List.copyOf(findings);
        follows = List.copyOf(follows);
    }

    /** The gravest of what stands together. */
    public Finding.Status status() {
        return findings.getFirst().finding().status();
    }

    boolean isAlone() {
        return findings.size() == 1;
    }

    Concern with(List<Judged> more) {
        return new Concern(kind, findings, more, copied);
    }
}
