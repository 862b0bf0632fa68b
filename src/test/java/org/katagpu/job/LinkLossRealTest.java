package org.katagpu.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.remote.Host;
import org.katagpu.remote.LinkState;
import org.katagpu.remote.Script;
import org.katagpu.remote.Subscription;
import org.katagpu.remote.TcpRelay;
import org.katagpu.remote.ssh.RealSshd;
import org.katagpu.remote.ssh.TestUser;

/** A job printing 1,000,000 numbered lines over OpenSSH, whose link is lost in the middle. */
@Tag("real")
@Tag("accounts")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LinkLossRealTest {
    private static final int LINES = 1_000_000;
    private static final String PASSWORD = "p4ss w0rd";
    private static final Duration NOTICED = Duration.ofSeconds(20);

    @TempDir
    private Path folder;
    private Path root;
    private RealSshd sshd;
    private TestUser user;
    private Host host;

    @BeforeEach
    void start() throws Exception {
        root = folder.resolve("root");
        sshd = RealSshd.start(Map.of("SetEnv", "KATAGPU_ROOT=" + root));
        user = sshd.user(PASSWORD)
                .sudoers("Defaults:USER env_keep += \"KATAGPU_ROOT\"\nUSER ALL=(ALL) NOPASSWD: ALL");
    }

    @AfterEach
    void stop() throws Exception {
        try {
            HostJobs jobs = new HostJobs(host, "test");
            for (JobInfo job : jobs.list()) {
                jobs.cancel(job.id());
            }
            host.close();
        } finally {
            sshd.close();
        }
    }

    private void connect(int port) throws Exception {
        host = sshd.connect(user, port, folder);
    }

    @FunctionalInterface
    private interface Harm {
        void happen() throws Exception;
    }

    private void survives(Harm harm, Harm mend) throws Exception {
        HostJobs jobs = new HostJobs(host, "admin@laptop");
        String nonce = Nonce.random();
        JobId id = jobs.start("test/apply", nonce, Script.named("test")
                .part("for ((from = 1; from <= " + LINES
                        + "; from += 10000)); do seq $from $((from + 9999)); sleep 0.15; done")
                .build());
        AtomicInteger count = new AtomicInteger();
        List<String> wrong = new ArrayList<>();
        CompletableFuture<JobEnd> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                end.complete(jobs.follow(id, 0, (line, offset) -> {
                    String text = ((JobLine.Log) line).text();
                    if (!text.equals(Integer.toString(count.incrementAndGet()))) {
                        wrong.add(text);
                    }
                }));
            } catch (Exception e) {
                end.completeExceptionally(e);
            }
        });
        ConcurrentLinkedQueue<Long> noticed = new ConcurrentLinkedQueue<>();
        Await.until("a third of the lines is told", Duration.ofSeconds(60), () -> count.get() >= LINES / 3);
        long harmed;
        try (Subscription link = host.onLink(state -> {
            if (state instanceof LinkState.Reconnecting) {
                noticed.add(System.nanoTime());
            }
        })) {
            harmed = System.nanoTime();
            harm.happen();
            int atLoss = count.get();
            Await.until("the loss is noticed", NOTICED, () -> !noticed.isEmpty());
            mend.happen();
            Await.until("it goes on", Duration.ofSeconds(60), () -> count.get() > atLoss);
        }
        assertThat(end.get(90, TimeUnit.SECONDS)).isEqualTo(new JobEnd.Exited(0));
        assertThat(wrong).isEmpty();
        assertThat(count).hasValue(LINES);
        Duration took = Duration.ofNanos(noticed.peek() - harmed);
        assertThat(took).isLessThanOrEqualTo(NOTICED);
        System.out.printf("noticed after %d ms, 0 of %d lines lost, 0 doubled%n", took.toMillis(), LINES);
    }

    @Test
    void the_server_session_is_stopped() throws Exception {
        connect(sshd.port());
        survives(sshd::freeze, () -> {});
    }

    @Test
    void the_connection_is_reset() throws Exception {
        try (TcpRelay relay = new TcpRelay(
                () -> new InetSocketAddress(InetAddress.getLoopbackAddress(), sshd.port()))) {
            connect(relay.port());
            survives(relay::reset, () -> {});
            host.close();
            connect(sshd.port());
        }
    }

    @Test
    void packets_are_dropped() throws Exception {
        connect(sshd.port());
        Harm mend = () -> rule("-D");
        try {
            survives(() -> rule("-I"), mend);
        } finally {
            new ProcessBuilder(command("-D")).start().waitFor();
        }
    }

    private void rule(String action) throws Exception {
        assertThat(new ProcessBuilder(command(action)).start().waitFor()).isZero();
    }

    /** Only what goes to this test's own server on the loopback. */
    private List<String> command(String action) {
        return List.of("iptables", action, "INPUT", "-i", "lo", "-p", "tcp", "--dport",
                Integer.toString(sshd.port()), "-j", "DROP");
    }

    @Test
    void the_server_is_restarted() throws Exception {
        connect(sshd.port());
        survives(sshd::stop, sshd::resume);
    }
}
