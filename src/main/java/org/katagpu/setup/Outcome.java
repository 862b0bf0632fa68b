package org.katagpu.setup;

/** How a run of a stage ended, as it is to be told: only one of them is a failure. */
public enum Outcome {
    DONE,
    /** It waits for the admin's answer. */
    ASKS,
    /** The admin stopped it. */
    STOPPED, FAILED
}
