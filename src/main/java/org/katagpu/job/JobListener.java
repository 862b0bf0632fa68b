package org.katagpu.job;

/**
 * Follows a job. Called in order, by one thread at a time, not always the one that follows; while it does not return,
 * the host is not read from.
 */
@FunctionalInterface
public interface JobListener {
    /** @param offsetAfter the log's byte offset behind this line: where a later {@code follow} would go on */
    void line(JobLine line, long offsetAfter);
}
