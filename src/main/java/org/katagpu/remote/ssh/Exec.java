package org.katagpu.remote.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.connection.channel.direct.PTYMode;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Signal;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Output;

/** One command running in a channel, both its streams drained at the same time. */
final class Exec {
    private static final int CHUNK = 64 * 1024;
    private static final Map<PTYMode, Integer> NO_ECHO = Map.of(PTYMode.ECHO, 0, PTYMode.ECHONL, 0);

    private final Session session;
    private final SshChain chain;
    private final Session.Command command;
    private final Output output;
    private final OutputStream input;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    @FunctionalInterface
    private interface Sink {
        void take(byte[] bytes, int offset, int length);
    }

    private Exec(Session session, Session.Command command, Output output, SshChain chain) {
        this.session = session;
        this.chain = chain;
        this.command = command;
        this.output = output;
        this.input = WindowedOutput.to(session);
    }

    static Exec start(SshChain chain, String line, boolean terminal, Output output)
            throws ProblemException, InterruptedException {
        SshChain.Slot slot = chain.openSession();
        Session session = slot.session();
        try {
            Session.Command command = Blocking.call(() -> {
                if (terminal) {
                    session.allocatePTY("dumb", 80, 24, 0, 0, NO_ECHO);
                }
                return session.exec(line);
            }, _ -> {});
            Exec exec = new Exec(session, command, output, chain);
            exec.follow(slot.release());
            return exec;
        } catch (IOException failed) {
            Channels.closeLater(session, slot.release());
            if (chain.lost().isDone()) {
                throw chain.lostBy(failed);
            }
            throw new ProblemException(ConnectProblems.of("remote.exec-refused", chain.label()).on(chain.label()),
                    failed);
        } catch (InterruptedException stopped) {
            Channels.closeLater(session, slot.release());
            throw stopped;
        }
    }

    private void follow(Runnable release) {
        CompletableFuture<Void> out = drain("ssh-stdout", command.getInputStream(), output::stdout);
        CompletableFuture<Void> err = drain("ssh-stderr", command.getErrorStream(), output::stderr);
        Thread.ofVirtual().name("ssh-exit").start(() -> {
            try {
                CompletableFuture.allOf(out, err).handle((_, _) -> true).join();
                awaitClose();
                out.join();
                err.join();
                end.complete(status());
            } catch (Throwable failed) {
                // Whatever it was, somebody waits for the end.
                end.completeExceptionally(failed.getCause() instanceof IOException lost ? lost : failed);
                close();
            } finally {
                release.run();
            }
        });
    }

    private void awaitClose() throws IOException, ProblemException {
        Duration limit = chain.patience().close();
        try {
            session.join(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException late) {
            if (!session.isOpen() || chain.lost().isDone()) {
                throw late;
            }
            throw new ProblemException(ConnectProblems.of("remote.no-exit", chain.label(),
                    String.valueOf(limit.toSeconds())).on(chain.label()));
        }
    }

    /**
     * Reads on to the end whatever becomes of the taker: sshj gives up the whole connection when data comes for a
     * stream that was closed.
     */
    private CompletableFuture<Void> drain(String name, InputStream from, Sink to) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual().name(name).start(() -> {
            byte[] chunk = new byte[CHUNK];
            @Nullable
            Throwable refused = null;
            try {
                int count = from.read(chunk);
                while (count >= 0) {
                    if (refused == null) {
                        refused = give(to, chunk, count);
                    }
                    count = from.read(chunk);
                }
                if (refused == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(refused);
                }
            } catch (Throwable lost) {
                done.completeExceptionally(lost);
            }
        });
        return done;
    }

    private @Nullable Throwable give(Sink to, byte[] chunk, int count) {
        try {
            to.take(chunk, 0, count);
            return null;
        } catch (Throwable refused) {
            end.completeExceptionally(refused);
            close();
            return refused;
        }
    }

    private int status() throws IOException {
        Integer status = command.getExitStatus();
        if (status != null) {
            return status;
        }
        Signal signal = command.getExitSignal();
        if (signal != null) {
            return 128 + number(signal);
        }
        throw new IOException("the channel closed without an exit status");
    }

    private static int number(Signal signal) {
        return switch (signal) {
            case HUP -> 1;
            case INT -> 2;
            case QUIT -> 3;
            case ABRT -> 6;
            case FPE -> 8;
            case KILL -> 9;
            case USR1 -> 10;
            case SEGV -> 11;
            case USR2 -> 12;
            case PIPE -> 13;
            case ALRM -> 14;
            case TERM -> 15;
            default -> 0;
        };
    }

    /** The command's standard input; close it to send end of file. */
    OutputStream input() {
        return input;
    }

    /** The exit status, or an IOException when the connection broke before it came. */
    CompletableFuture<Integer> end() {
        return end;
    }

    /** Begins to close the channel, and does not wait. */
    void close() {
        Channels.closeLater(session);
    }
}
