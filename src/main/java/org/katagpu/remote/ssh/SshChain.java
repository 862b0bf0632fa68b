package org.katagpu.remote.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import net.schmizz.sshj.connection.channel.direct.Session;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Duplex;
import org.katagpu.remote.LinkLostException;

/** The logged-in connections to the host: jump hosts first, the host's own last. Lost as a whole, closed as a whole. */
final class SshChain implements Closeable {
    /** Receive window of a channel, in bytes: at 50 ms round trip 75 MB/s instead of 25. */
    static final int WINDOW = 16 << 20;
    /** OpenSSH allows 10 sessions on a connection (MaxSessions): two are left for {@link #beside}. */
    static final int MOST_SESSIONS = 8;

    private static final int TIDY_ATTEMPTS = 20;
    private static final Duration TIDY_PAUSE = Duration.ofMillis(100);

    private final String label;
    private final List<Hop> hops;
    private final SSHClient client;
    private final CompletableFuture<Throwable> lost;
    private final Semaphore sessions;
    private final WaitLimits patience;
    private final SudoLimiter sudoGate = new SudoLimiter();
    private final AtomicInteger openSlots = new AtomicInteger();

    SshChain(List<Hop> hops, WaitLimits patience) {
        this.hops = List.copyOf(hops);
        this.patience = patience;
        Hop last = hops.getLast();
        this.label = last.target().label();
        this.client = last.client();
        this.lost = new CompletableFuture<>();
        this.sessions = new Semaphore(MOST_SESSIONS, true);
        client.getTransport().setDisconnectListener(
                (reason, message) -> lost.complete(new IOException(message.isBlank() ? reason.name() : message)));
        if (!client.getTransport().isRunning()) {
            lost.complete(new IOException("closed at once"));
        }
    }

    private SshChain(SshChain main) {
        this.label = main.label;
        this.hops = main.hops;
        this.client = main.client;
        this.lost = main.lost;
        this.patience = main.patience;
        this.sessions = new Semaphore(1, true);
    }

    /** Completes with the reason once the connection is gone, also when closed here. */
    CompletableFuture<Throwable> lost() {
        return lost;
    }

    Hop last() {
        return hops.getLast();
    }

    /** Opens a channel to run something in, waiting for its turn. */
    Slot openSession() throws ProblemException, InterruptedException {
        sessions.acquire();
        try {
            return open();
        } catch (OpenFailException full) {
            return whereFewerAreAllowed(full);
        } catch (IOException gone) {
            sessions.release();
            throw lostBy(gone);
        } catch (InterruptedException stopped) {
            sessions.release();
            throw stopped;
        }
    }

    /** A host with a smaller MaxSessions: takes one place away for good, then waits for another to be free. */
    private Slot whereFewerAreAllowed(OpenFailException full) throws ProblemException, InterruptedException {
        if (openSlots.get() == 0) {
            return openOnceTidied(full);
        }
        return openSession();
    }

    /** With none of ours open the server may still be tidying up the last ones: it counts them until they are gone. */
    private Slot openOnceTidied(OpenFailException full) throws ProblemException, InterruptedException {
        boolean opened = false;
        OpenFailException refused = full;
        try {
            for (int attempt = 0; attempt < TIDY_ATTEMPTS; attempt++) {
                Thread.sleep(TIDY_PAUSE);
                try {
                    Slot slot = open();
                    opened = true;
                    return slot;
                } catch (OpenFailException again) {
                    refused = again;
                }
            }
            throw new ProblemException(ConnectProblems.withWords(
                    ConnectProblems.of("remote.no-session", label).on(label), List.of(ConnectProblems.words(refused))),
                    refused);
        } catch (IOException gone) {
            throw lostBy(gone);
        } finally {
            if (!opened) {
                sessions.release();
            }
        }
    }

    private Slot open() throws IOException, InterruptedException {
        Session session = Blocking.call(client::startSession, Channels::closeLater);
        openSlots.incrementAndGet();
        return new Slot(session, () -> {
            openSlots.decrementAndGet();
            sessions.release();
        });
    }

    WaitLimits patience() {
        return patience;
    }

    SudoLimiter sudoGate() {
        return sudoGate;
    }

    /** The same connection with a queue of its own for one: for ending what fills the other. */
    SshChain beside() {
        return new SshChain(this);
    }

    Duplex dial(String address, int port) throws ProblemException, InterruptedException {
        try {
            DirectConnection channel = Blocking.call(() -> client.newDirectConnection(address, port),
                    Channels::closeLater);
            return new ChannelDuplex(channel);
        } catch (OpenFailException refused) {
            throw new ProblemException(ConnectProblems.withWords(
                    ConnectProblems.of("remote.dial", address, String.valueOf(port)).on(label),
                    List.of(ConnectProblems.words(refused))), refused);
        } catch (IOException gone) {
            throw lostBy(gone);
        }
    }

    LinkLostException lostBy(Throwable why) {
        return new LinkLostException(ConnectProblems.linkLost(label, lost.getNow(why)), why);
    }

    String label() {
        return label;
    }

    @Override
    public void close() {
        lost.complete(new IOException("closed"));
        hops.reversed().forEach(Hop::close);
    }

    /** A session channel and its place in the queue, given back when the channel is gone for certain. */
    record Slot(Session session, Runnable release) {}
}
