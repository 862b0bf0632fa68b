package org.katagpu.setup.preflight;

import org.katagpu.setup.Finding;

/** One check with what it found. */
public record Judged(HostCheck check, Finding finding) {
    boolean is(String id) {
        return check.id().equals(id);
    }

    /** Whether it found just this: the key of its sentence. */
    boolean found(String key) {
        return finding.what().key().equals(key);
    }

    boolean passed() {
        return finding.status() == Finding.Status.PASS;
    }
}
