package org.katagpu.setup;

import java.util.List;
import java.util.Set;

/** Whether a stage is held up by nothing but a step before it: that is no failure, its turn has not come. */
public final class EarlierSteps {
    private static final Set<String> UNDONE = Set.of("serve.no_image", "serve.no_network", "serve.no_address",
            "serve.no_devices", "serve.not_bound");

    private EarlierSteps() {}

    public static boolean alone(StageReport report) {
        List<String> against = report.findings().stream().filter(finding -> finding.status() == Finding.Status.FAIL)
                .map(Finding::id).toList();
        return report.state() == StageState.BLOCKED && !against.isEmpty() && UNDONE.containsAll(against);
    }
}
