package org.katagpu.cli;

import org.katagpu.message.ProblemException;
import org.katagpu.remote.HostKeyChangedException;

/** The host was not reached, did not let us in, or its key speaks against it. */
final class UnconnectedException extends ProblemException {
    private static final long serialVersionUID = 1;
    private final ExitCode code;

    UnconnectedException(ProblemException why) {
        super(why.problem(), why);
        // Whatever is refused for a key is told by a sentence of the room "hostkey".
        boolean key = why instanceof HostKeyChangedException || why.problem().what().key().startsWith("hostkey.");
        code = key ? ExitCode.HOST_KEY : ExitCode.CONNECTION;
    }

    ExitCode code() {
        return code;
    }
}
