package org.katagpu.job;

/** How a job ended. */
public sealed interface JobEnd {
    record Exited(int status) implements JobEnd {}

    record Cancelled(int status) implements JobEnd {}

    /** No exit status was left: killed from outside, or the host was restarted. */
    record Vanished() implements JobEnd {}

    default boolean succeeded() {
        return this instanceof Exited(int status) && status == 0;
    }
}
