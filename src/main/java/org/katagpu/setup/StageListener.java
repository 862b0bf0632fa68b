package org.katagpu.setup;

/** Takes what a running stage tells. Called from the following thread. */
@FunctionalInterface
public interface StageListener {
    /** @param offsetAfter the job log's byte offset behind this event, to follow on from later; 0 for a check */
    void event(StageEvent event, long offsetAfter);
}
