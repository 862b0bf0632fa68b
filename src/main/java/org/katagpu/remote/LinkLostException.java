package org.katagpu.remote;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;

/** The link dropped while a call was under way: what it did on the host is unknown. */
public final class LinkLostException extends ProblemException {
    public LinkLostException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
