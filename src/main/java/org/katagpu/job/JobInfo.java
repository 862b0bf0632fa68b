package org.katagpu.job;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * What the host says of a job.
 *
 * @param name stage and action, {@code gpu/apply}
 * @param owner who started it and from where, {@code admin@laptop}
 * @param scope what it keeps to itself while it runs
 * @param started by the host's clock
 * @param state read from the host, never remembered
 * @param exit the exit status, once ended
 */
public record JobInfo(JobId id, String name, String owner, LockScope scope, Instant started, State state,
        OptionalInt exit) {
    public enum State {
        RUNNING, ENDED,
        /** Its process is gone and it left no exit status: killed from outside, or the host was restarted. */
        VANISHED
    }
}
