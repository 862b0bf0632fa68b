package org.katagpu.job;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;

/** Another change is under way on the host. */
public final class JobLockedException extends ProblemException {
    private final transient JobInfo holder;

    public JobLockedException(Problem problem, JobInfo holder) {
        super(problem);
        this.holder = holder;
    }

    public JobInfo holder() {
        return holder;
    }
}
