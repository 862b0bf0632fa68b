package org.katagpu.remote.ssh;

import java.util.Locale;
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

    /** pam_nologin lets nobody but root in while a host starts or shuts down, and says so: it will be over soon. */
    boolean hostStartsOrEnds() {
        String said = String.join("\n", problem().lastLines()).toLowerCase(Locale.ROOT);
        return said.contains("booting up") || said.contains("going down") || said.contains("shutting down");
    }

    boolean tooManyKeys() {
        return tooManyKeys;
    }
}
