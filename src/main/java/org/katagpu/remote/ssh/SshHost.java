package org.katagpu.remote.ssh;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Duplex;
import org.katagpu.remote.Host;
import org.katagpu.remote.Identity;
import org.katagpu.remote.LinkLostException;
import org.katagpu.remote.LinkState;
import org.katagpu.remote.Output;
import org.katagpu.remote.Script;
import org.katagpu.remote.Subscription;
import org.katagpu.remote.Target;

/** A host over SSH that comes back by itself after its link was lost. */
final class SshHost implements Host {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Target target;
    private final String key;
    private final SshChainFactory maker;
    private final RememberedAnswers answers;
    private final RootAccess root;
    private final LinkBoard board;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile @Nullable SshChain current;
    private volatile @Nullable Thread supervisor;

    SshHost(Target target, String key, SshChainFactory maker, RememberedAnswers answers, RootAccess root,
            LinkBoard board) {
        this.target = target;
        this.key = key;
        this.maker = maker;
        this.answers = answers;
        this.root = root;
        this.board = board;
    }

    /** Takes over the first link. Called once. */
    void begin(SshChain chain) {
        current = chain;
        supervisor = Thread.ofVirtual().name("ssh-supervisor").start(() -> supervise(chain));
    }

    @Override
    public String label() {
        return target.label();
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public Identity identity() {
        return new Identity(target.user(), root.elevation());
    }

    @Override
    public Optional<Problem> withoutRoot() {
        return root instanceof RootAccess.None none ? Optional.of(none.why()) : Optional.empty();
    }

    @Override
    public LinkState link() {
        return board.state();
    }

    @Override
    public Subscription onLink(Consumer<LinkState> listener) {
        return board.subscribe(listener);
    }

    @Override
    public int run(Script script, Output output) throws ProblemException, InterruptedException {
        return new ScriptRunner(chain(), root).run(script, output);
    }

    @Override
    public Duplex dial(String address, int port) throws ProblemException, InterruptedException {
        return chain().dial(address, port);
    }

    @Override
    public void awaitLink() throws ProblemException, InterruptedException {
        if (board.awaitSettled() instanceof LinkState.Down(Problem why)) {
            throw new ProblemException(why);
        }
    }

    @Override
    public void close() {
        closed.complete(null);
        board.post(new LinkState.Down(ConnectProblems.of("remote.closed", label()).on(label())));
        SshChain chain = current;
        if (chain != null) {
            chain.close();
        }
        Thread watching = supervisor;
        if (watching != null) {
            watching.interrupt();
        }
        answers.close();
        root.close();
    }

    private SshChain chain() throws ProblemException {
        SshChain chain = current;
        return switch (board.state()) {
            case LinkState.Down(Problem why) -> throw new ProblemException(why);
            case LinkState.Reconnecting(Instant _, int _, Problem why) -> throw new LinkLostException(why, null);
            case LinkState.Up _ -> {
                if (chain == null) {
                    throw new IllegalStateException("not begun");
                }
                yield chain;
            }
        };
    }

    private void supervise(SshChain first) {
        SshChain chain = first;
        try {
            while (!closed.isDone()) {
                LinkMonitor.watch(chain, this::measured);
                Throwable why = chain.lost().join();
                chain.close();
                if (closed.isDone()) {
                    return;
                }
                chain = reconnect(ConnectProblems.linkLost(label(), why));
                current = chain;
                if (closed.isDone()) {
                    chain.close();
                    return;
                }
            }
        } catch (ProblemException refused) {
            board.post(new LinkState.Down(refused.problem()));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void measured(Duration roundTrip) {
        if (board.state() instanceof LinkState.Up) {
            board.post(new LinkState.Up(roundTrip));
        }
    }

    private SshChain reconnect(Problem lost) throws ProblemException, InterruptedException {
        Instant since = Instant.now();
        Problem why = lost;
        Duration pause = Duration.ZERO;
        for (int attempt = 1;; attempt++) {
            board.post(new LinkState.Reconnecting(since, attempt, why));
            Thread.sleep(pause);
            pause = pause.isZero() ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
            try {
                SshChain chain = maker.make(answers.alone()).chain();
                Duration roundTrip = LinkMonitor.measure(chain);
                current = chain;
                board.post(new LinkState.Up(roundTrip));
                return chain;
            } catch (LoginRefusedException refused) {
                if (!refused.hostStartsOrEnds()) {
                    throw refused;
                }
                why = refused.problem();
            } catch (UnreachableException | IOException stillAway) {
                why = stillAway instanceof ProblemException known ? known.problem() : why;
            }
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
