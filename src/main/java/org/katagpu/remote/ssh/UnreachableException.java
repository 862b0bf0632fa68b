package org.katagpu.remote.ssh;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;

/** The host cannot be reached just now: worth trying again by itself. */
final class UnreachableException extends ProblemException {
    UnreachableException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
