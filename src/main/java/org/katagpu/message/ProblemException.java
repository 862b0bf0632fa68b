package org.katagpu.message;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Problem} to whoever can show it. The cause is for the log file only. */
public class ProblemException extends Exception {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    public ProblemException(Problem problem, @Nullable Throwable cause) {
        super(problem.what().key() + " " + problem.what().arguments(), cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
