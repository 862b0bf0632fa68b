package org.katagpu.job;

/** Follows a job. Called from the following thread. */
@FunctionalInterface
public interface JobListener {
    /** @param offsetAfter the log's byte offset behind this line: where a later {@code follow} would go on */
    void line(JobLine line, long offsetAfter);
}
