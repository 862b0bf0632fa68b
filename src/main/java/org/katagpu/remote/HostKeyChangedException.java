package org.katagpu.remote;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;

/** The host showed another key than the known ones: never connected, whatever the admin answers. */
public final class HostKeyChangedException extends ProblemException {
    private final transient HostKeyQuestion question;

    public HostKeyChangedException(Problem problem, HostKeyQuestion question) {
        super(problem);
        this.question = question;
    }

    /** Old and new key, to be shown side by side. */
    public HostKeyQuestion question() {
        return question;
    }
}
