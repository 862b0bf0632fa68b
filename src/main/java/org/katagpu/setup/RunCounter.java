package org.katagpu.setup;

import java.util.HashMap;
import java.util.Map;

/** Counts the runs that may have changed what each stage's check reads, and knows those under way. Not thread-safe. */
public final class RunCounter {
    private final Stages stages;
    private final Map<String, Long> turns = new HashMap<>();
    private final Map<String, Integer> underWay = new HashMap<>();
    private long all;

    public RunCounter(Stages stages) {
        this.stages = stages;
    }

    public void began(String stage) {
        underWay.merge(stage, 1, Integer::sum);
        turn(stage);
    }

    /** However it ended: finished, failed, cancelled or killed. */
    public void ended(String stage) {
        underWay.computeIfPresent(stage, (_, count) -> count > 1 ? count - 1 : null);
        turn(stage);
        all++;
    }

    private void turn(String stage) {
        stages.touchedBy(stage).forEach(touched -> turns.merge(touched, 1L, Long::sum));
    }

    /** Beginnings and ends so far of runs that may have changed what this stage's check reads. */
    public long of(String stage) {
        return turns.getOrDefault(stage, 0L);
    }

    /** Ends so far of any run. */
    public long ends() {
        return all;
    }

    /** Whether a run is under way that may be changing what this stage's check reads. */
    public boolean changing(String stage) {
        return underWay.keySet().stream().anyMatch(running -> stages.touchedBy(running).contains(stage));
    }

    /** Another host: what ran before is not here. */
    public void forget() {
        underWay.clear();
    }
}
