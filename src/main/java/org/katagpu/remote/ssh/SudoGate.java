package org.katagpu.remote.ssh;

import java.util.concurrent.Semaphore;
import org.katagpu.message.ProblemException;

/**
 * Lets few at a time through sudo's door on one host, in the order they came: each start of sudo costs the host a
 * password check, and a host that is busy or asks a directory is slowed down further by all of them at once. Only the
 * start is held, not the script that runs then.
 */
final class SudoGate {
    /** Half of the sessions: a sudo that is slow without being busy still serves several. */
    static final int MOST = 3;

    private final Semaphore places = new Semaphore(MOST, true);

    @FunctionalInterface
    interface Start<T> {
        T begin() throws ProblemException, InterruptedException;
    }

    <T> T through(Start<T> start) throws ProblemException, InterruptedException {
        places.acquire();
        try {
            return start.begin();
        } finally {
            places.release();
        }
    }
}
