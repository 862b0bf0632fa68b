package org.katagpu.remote.ssh;

import java.util.concurrent.Semaphore;

/**
 * Lets few passwords at a time be checked by sudo on one host, in the order they came: each check costs the host work,
 * and a host that is busy or asks a directory is slowed down further by all of them at once. Waiting for sudo to ask
 * costs nothing and needs no turn; the script that runs then needs none either.
 */
final class SudoLimiter {
    /** Half of the sessions: a sudo that is slow without being busy still serves several. */
    static final int MOST = 3;

    private final Semaphore places = new Semaphore(MOST, true);

    /** One sudo's turn, not taken yet. For one thread. */
    Turn turn() {
        return new Turn(places);
    }

    static final class Turn implements AutoCloseable {
        private final Semaphore places;
        private boolean taken;

        private Turn(Semaphore places) {
            this.places = places;
        }

        /** Waits for a place; a second prompt of the same sudo keeps the one it has. */
        void take() throws InterruptedException {
            if (!taken) {
                places.acquire();
                taken = true;
            }
        }

        @Override
        public void close() {
            if (taken) {
                places.release();
                taken = false;
            }
        }
    }
}
