package org.katagpu.remote.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.SSHClient;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.trust.HostKeyGuard;

/** One SSH connection: to the host, or to a jump host on the way. */
final class Hop implements Closeable {
    /** TCP, banner and key exchange together. */
    static final Duration CONNECT_LIMIT = Duration.ofSeconds(15);
    /** sshj's own waits: the limits that matter are ours, see {@link LimitedStep} and {@link LinkMonitor}. */
    private static final int PATIENCE_MS = (int) Duration.ofHours(1).toMillis();
    private static final int KEEP_ALIVE_SECONDS = 5;
    private static final int KEEP_ALIVE_MISSES = 3;

    private final Target target;
    private final SSHClient client = new SSHClient(SshAlgorithms.config());
    private volatile @Nullable LinkSocket socket;
    private volatile boolean closed;

    private Hop(Target target) {
        this.target = target;
    }

    /** Connects and has the host key judged; no login yet. */
    static Hop open(Target target, Route route, HostKeyGuard gate, Questions questions)
            throws ProblemException, InterruptedException {
        while (true) {
            Hop hop = new Hop(target);
            try {
                LimitedStep.within(CONNECT_LIMIT, questions, hop, _ -> hop.connect(route, gate));
                return hop;
            } catch (TimeoutException late) {
                throw new UnreachableException(ConnectProblems.timeout(target), late);
            } catch (ExecutionException failed) {
                hop.close();
                if (!gate.settle(questions)) {
                    throw hop.unreachable(failed);
                }
            }
        }
    }

    private Hop connect(Route route, HostKeyGuard gate) throws IOException {
        LinkSocket stream = route.open(target.address(), target.port());
        socket = stream;
        if (closed) {
            stream.close();
        }
        client.setSocketFactory(new GivenSocketFactory(stream));
        client.addHostKeyVerifier(gate);
        client.getTransport().setTimeoutMs(PATIENCE_MS);
        client.getConnection().setTimeoutMs(PATIENCE_MS);
        client.getConnection().setWindowSize(SshChain.WINDOW);
        // Set after connect, it would silently never start.
        client.getConnection().getKeepAlive().setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        ((KeepAliveRunner) client.getConnection().getKeepAlive()).setMaxAliveCount(KEEP_ALIVE_MISSES);
        client.connect(target.address(), target.port());
        stream.trusted();
        return this;
    }

    private UnreachableException unreachable(ExecutionException failed) {
        Throwable why = failed.getCause() == null ? failed : failed.getCause();
        Problem problem = socket == null
                ? ConnectProblems.unreachable(target, why)
                : ConnectProblems.noSsh(target, sawBanner(), why);
        return new UnreachableException(problem, why);
    }

    private boolean sawBanner() {
        try {
            return client.getTransport().getServerVersion() != null;
        } catch (StringIndexOutOfBoundsException empty) {
            // sshj cuts the version out of a line that never came.
            return false;
        }
    }

    Target target() {
        return target;
    }

    SSHClient client() {
        return client;
    }

    LinkSocket socket() {
        LinkSocket stream = socket;
        if (stream == null) {
            throw new IllegalStateException("not connected");
        }
        return stream;
    }

    /** Cuts the stream: sshj's own disconnect could wait for a write that a frozen peer never lets end. */
    @Override
    public void close() {
        closed = true;
        LinkSocket stream = socket;
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException alreadyGone) {
                // Closed is what was wanted.
            }
        }
    }
}
