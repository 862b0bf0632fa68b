package org.katagpu.remote;

import org.katagpu.message.ProblemException;

/** Makes connections. Blocks until the login is complete and the way to root's rights is known. */
public interface Connector {
    /** @throws ProblemException with the reason in the admin's words: refused, unknown name, changed key, login failed … */
    Host connect(Target target, Questions questions) throws ProblemException, InterruptedException;
}
