package org.katagpu.setup.preflight;

import java.util.List;
import org.katagpu.setup.Finding;

/** A finding for each verdict each check can reach, as the check makes it. */
public final class EveryFinding {
    private EveryFinding() {}

    public static List<Finding> ofTheHostCheck() {
        return HostChecksTest.cases().map(HostChecksTest::judge).toList();
    }
}
