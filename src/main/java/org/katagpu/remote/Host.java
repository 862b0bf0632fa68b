package org.katagpu.remote;

import java.util.Optional;
import java.util.function.Consumer;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;

/**
 * The machine being set up. One object for the life of a window's tie to it: when the link drops the
 * implementation reconnects by itself, calls under way fail with {@link LinkLostException}, and later ones succeed
 * again. Every method that talks to the host blocks; call it from a virtual thread.
 */
public interface Host extends AutoCloseable {
    /** As shown to the admin: {@code admin@gpu-host-01}, with {@code :port} where it is not 22. */
    String label();

    /**
     * What tells it from every other host, to keep something for it: its label, and where another may bear the same one,
     * the way to it and the name its key is known by.
     */
    default String key() {
        return label();
    }

    /** Who we are there, and how root's rights are had. */
    Identity identity();

    /** Why root's rights are not to be had, where {@link #identity()} says so. */
    default Optional<Problem> withoutRoot() {
        return Optional.empty();
    }

    LinkState link();

    /** Tells of every change of the link, on a thread of the implementation; the current state is told at once. */
    Subscription onLink(Consumer<LinkState> listener);

    /**
     * Runs a script with bash on the host until it ends. An interrupt of the calling thread closes the channel;
     * what must end on the host for certain is a job, see {@code org.katagpu.job}.
     *
     * @return the script's exit status; 128 + n when signal n ended it
     * @throws LinkLostException when the link dropped before the exit status arrived
     * @throws ProblemException when it could not be started, for example root's rights were refused
     */
    int run(Script script, Output output) throws ProblemException, InterruptedException;

    /** Opens a TCP stream from the host to an address it can reach (direct-tcpip); no port opens on this machine. */
    Duplex dial(String address, int port) throws ProblemException, InterruptedException;

    /** Waits until the link is up again. @throws ProblemException when it was closed or given up */
    void awaitLink() throws ProblemException, InterruptedException;

    /** Ends the link and wipes every secret kept for reconnecting. Jobs on the host go on. */
    @Override
    void close();
}
