package org.katagpu.remote.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHException;

/**
 * Measures the round trip every few seconds and cuts a link on which nothing is heard any more. sshj's own keep-alive
 * is not enough: it waits for the write lock, which a frozen peer leaves in the hands of whoever is uploading.
 */
final class LinkMonitor {
    private static final Duration INTERVAL = Duration.ofSeconds(4);
    /** With the interval before it, 17 s at most until a frozen peer is noticed. */
    private static final Duration SILENCE = Duration.ofSeconds(12);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final SshChain chain;
    private final Consumer<Duration> roundTrip;

    private LinkMonitor(SshChain chain, Consumer<Duration> roundTrip) {
        this.chain = chain;
        this.roundTrip = roundTrip;
    }

    /** Ends by itself with the link. */
    static void watch(SshChain chain, Consumer<Duration> roundTrip) {
        Thread.ofVirtual().name("ssh-pulse").start(new LinkMonitor(chain, roundTrip)::beat);
    }

    /** One beat, for the first figure. */
    static Duration measure(SshChain chain) throws IOException, InterruptedException {
        long sent = System.nanoTime();
        Blocking.call(() -> ping(chain.last().client()), _ -> {});
        return Duration.ofNanos(System.nanoTime() - sent);
    }

    private void beat() {
        while (!chain.lost().isDone()) {
            long sent = System.nanoTime();
            CompletableFuture<Duration> answer = new CompletableFuture<>();
            Thread.ofVirtual().name("ssh-ping").start(() -> {
                ping(chain.last().client());
                answer.complete(Duration.ofNanos(System.nanoTime() - sent));
            });
            awaitAnswer(answer, sent);
            long rest = INTERVAL.toNanos() - (System.nanoTime() - sent);
            chain.lost().thenApply(_ -> true).completeOnTimeout(false, Math.max(0, rest), TimeUnit.NANOSECONDS).join();
        }
    }

    private void awaitAnswer(CompletableFuture<Duration> answer, long sent) {
        while (!chain.lost().isDone()) {
            boolean answered = answer.thenApply(_ -> true).completeOnTimeout(false, LOOK.toMillis(),
                    TimeUnit.MILLISECONDS).join();
            if (answered) {
                if (!chain.lost().isDone()) {
                    roundTrip.accept(answer.join());
                }
                return;
            }
            long heard = Math.max(sent, chain.last().socket().lastHeard());
            if (System.nanoTime() - heard > SILENCE.toNanos()) {
                chain.lost().complete(new IOException("nothing heard for " + SILENCE.toSeconds() + " s"));
                chain.close();
            }
        }
    }

    /** Answered by a refusal too: OpenSSH knows no such request, and says so. */
    private static boolean ping(SSHClient client) {
        try {
            client.getConnection().sendGlobalRequest("keepalive@openssh.com", true, new byte[0]).retrieve();
            return true;
        } catch (SSHException refusedOrLost) {
            return false;
        }
    }
}
