package org.katagpu.remote.ssh;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;

/** The server does not let us in, or the admin gave up answering: trying again by itself would not help. */
final class LoginRefusedException extends ProblemException {
    private final boolean tooManyKeys;

    LoginRefusedException(Problem problem) {
        this(problem, false);
    }

    /** @param tooManyKeys the server hung up because an agent's keys used up its patience */
    LoginRefusedException(Problem problem, boolean tooManyKeys) {
        super(problem);
        this.tooManyKeys = tooManyKeys;
    }

    boolean tooManyKeys() {
        return tooManyKeys;
    }
}
