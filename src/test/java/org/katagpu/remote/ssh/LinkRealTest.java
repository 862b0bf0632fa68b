package org.katagpu.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Duplex;
import org.katagpu.remote.Host;
import org.katagpu.remote.HostFiles;
import org.katagpu.remote.LinkLostException;
import org.katagpu.remote.LinkState;
import org.katagpu.remote.Output;
import org.katagpu.remote.Script;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

/** What a link does over its life: run, cancel, many at once, loss and return. */
@Tag("real")
@Tag("accounts")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LinkRealTest {
    private static final String PASSWORD = "p4ss w0rd";
    private static final Output NOWHERE = new Capture(0);

    @TempDir
    Path folder;
    private RealSshd sshd;
    private TestUser user;

    @BeforeEach
    void start() {
        sshd = RealSshd.start();
        user = sshd.user(PASSWORD).sudoers("USER ALL=(ALL) NOPASSWD: ALL");
    }

    @AfterEach
    void stop() {
        sshd.close();
    }

    private Host connect() throws ProblemException, InterruptedException {
        return connect(new Admin());
    }

    private Host connect(Admin admin) throws ProblemException, InterruptedException {
        return new SshConnector(new HostKeyTrust(folder, folder.resolve("known"))).connect(
                Target.of(sshd.address(), sshd.port(), user.name()), admin.login(PASSWORD));
    }

    private static Script script(String body) {
        return Script.named("test").part(body).build();
    }

    private static CompletableFuture<Integer> runLater(Host host, Script script, Output output) {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                end.complete(host.run(script, output));
            } catch (ProblemException | InterruptedException failed) {
                end.completeExceptionally(failed);
            }
        });
        return end;
    }

    private static void await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static Duration timeToLoss(Host host, CompletableFuture<Integer> run, Runnable harm) throws Exception {
        long began = System.nanoTime();
        harm.run();
        CompletionException failed = catchThrowableOfType(CompletionException.class, () -> run.orTimeout(30,
                TimeUnit.SECONDS).join());
        assertThat(failed).hasCauseInstanceOf(LinkLostException.class);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static void assertWorks(Host host) throws ProblemException, InterruptedException {
        Capture said = new Capture(100);
        assertThat(host.run(script("echo well"), said)).isZero();
        assertThat(said.text()).isEqualTo("well\n");
    }

    @Test
    void noiseBeforeTheScriptIsNotItsOutput() throws Exception {
        user.writeHome(".bashrc", "echo Welcome; echo warning >&2; [ -z \"$PS1\" ] && echo 'more ünd more'\n");
        try (Host host = connect()) {
            Capture said = new Capture(1000);
            assertThat(host.run(script("printf 'a\\0b'; printf 'err' >&2; exit 5"), said)).isEqualTo(5);
            assertThat(said.bytes()).isEqualTo(new byte[]{'a', 0, 'b'});
            assertThat(said.errorLines()).containsExactly("err");
        }
    }

    @Test
    void aSignalIs128AndItsNumber() throws Exception {
        try (Host host = connect()) {
            assertThat(host.run(script("kill -KILL $$"), NOWHERE)).isEqualTo(137);
            assertThat(host.run(script("kill -TERM $$"), NOWHERE)).isEqualTo(143);
        }
    }

    @Test
    void otherLoginShells() throws Exception {
        TestUser dash = sshd.user(PASSWORD, "/bin/sh");
        try (Host host = new SshConnector(new HostKeyTrust(folder, folder.resolve("known"))).connect(
                Target.of(sshd.address(), sshd.port(), dash.name()), new Admin().login(PASSWORD))) {
            assertWorks(host);
        }
    }

    @Test
    void aLoginThatCannotRunScriptsIsToldPlainly() {
        TestUser none = sshd.user(PASSWORD, "/usr/sbin/nologin");
        ProblemException told = catchThrowableOfType(ProblemException.class, () -> new SshConnector(
                new HostKeyTrust(folder, folder.resolve("known"))).connect(
                        Target.of(sshd.address(), sshd.port(), none
                                .name()),
                        new Admin().login(PASSWORD)));
        assertThat(told.problem().what().key()).isEqualTo("remote.no-shell");
        assertThat(told.problem().lastLines()).anyMatch(line -> line.contains("not available"));
    }

    @Test
    void bothStreamsAndALargePayloadAtOnce() throws Exception {
        int size = 20 << 20;
        byte[] payload = new byte[size];
        Arrays.fill(payload, (byte) 'x');
        AtomicLong out = new AtomicLong();
        AtomicLong err = new AtomicLong();
        Output count = new Output() {
            @Override
            public void stdout(byte[] bytes, int offset, int length) {
                out.addAndGet(length);
            }

            @Override
            public void stderr(byte[] bytes, int offset, int length) {
                err.addAndGet(length);
            }
        };
        try (Host host = connect()) {
            Script both = Script.named("test").part("tee /dev/stderr <&9").payload(to -> to.write(payload)).build();
            assertThat(host.run(both, count)).isZero();
            assertThat(out).hasValue(size);
            assertThat(err).hasValue(size);
        }
    }

    @Test
    void aScriptThatNeverReadsItsPayloadHoldsNothingUp() throws Exception {
        byte[] payload = new byte[8 << 20];
        try (Host host = connect()) {
            for (int i = 0; i < 12; i++) {
                assertThat(host.run(Script.named("test").part("exit 4").payload(to -> to.write(payload)).build(),
                        NOWHERE)).isEqualTo(4);
            }
            assertWorks(host);
        }
    }

    @Test
    void aHundredScriptsQueueForEightChannels() throws Exception {
        try (Host host = connect(); var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> runs = Collections.nCopies(100, () -> host.run(script("sleep 0.05; exit 9"),
                    NOWHERE));
            for (Future<Integer> run : pool.invokeAll(runs)) {
                assertThat(run.get()).isEqualTo(9);
            }
        }
    }

    @Test
    void aHostWithFewerSessionsIsRespected() throws Exception {
        try (RealSshd narrow = RealSshd.start(Map.of("MaxSessions", "2"))) {
            TestUser one = narrow.user(PASSWORD);
            try (Host host = new SshConnector(new HostKeyTrust(folder, folder.resolve("known"))).connect(
                    Target.of(narrow.address(), narrow.port(), one.name()), new Admin().login(PASSWORD));
                    var pool = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Callable<Integer>> runs = Collections.nCopies(16, () -> host.run(script("sleep 0.05; exit 9"),
                        NOWHERE));
                for (Future<Integer> run : pool.invokeAll(runs)) {
                    assertThat(run.get()).isEqualTo(9);
                }
            }
        }
    }

    @Test
    void interruptEndsTheCallAtOnceAndTheScriptSoon() throws Exception {
        try (Host host = connect()) {
            for (int round = 0; round < 12; round++) {
                CountDownLatch begun = new CountDownLatch(1);
                Capture said = new Capture(100);
                AtomicReference<Throwable> thrown = new AtomicReference<>();
                Thread caller = Thread.ofVirtual().start(() -> {
                    try {
                        host.run(script("echo $$; exec sleep 3600"), begun(begun, said));
                    } catch (ProblemException | InterruptedException ended) {
                        thrown.set(ended);
                    }
                });
                assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
                caller.interrupt();
                assertThat(caller.join(Duration.ofMillis(500))).isTrue();
                assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
                long pid = Long.parseLong(said.text().strip());
                await(Duration.ofSeconds(10), () -> ProcessHandle.of(pid).isEmpty());
            }
            assertWorks(host);
        }
    }

    private static Output begun(CountDownLatch latch, Capture into) {
        return new Output() {
            @Override
            public void stdout(byte[] bytes, int offset, int length) {
                into.stdout(bytes, offset, length);
                latch.countDown();
            }

            @Override
            public void stderr(byte[] bytes, int offset, int length) {
                into.stderr(bytes, offset, length);
            }
        };
    }

    private CompletableFuture<Integer> sleeper(Host host) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Integer> run = runLater(host, script("echo on; sleep 3600"), begun(begun, new Capture(100)));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        return run;
    }

    @Test
    void aResetIsNoticedAtOnceAndTheLinkComesBack() throws Exception {
        Admin admin = new Admin();
        try (Host host = connect(admin)) {
            List<LinkState> states = Collections.synchronizedList(new ArrayList<>());
            try (var _ = host.onLink(states::add)) {
                assertThat(timeToLoss(host, sleeper(host), sshd::dropConnections)).isLessThan(Duration.ofSeconds(2));
                host.awaitLink();
                assertWorks(host);
                await(Duration.ofSeconds(5), () -> states.stream().anyMatch(LinkState.Reconnecting.class::isInstance));
                assertThat(states.getFirst()).isInstanceOf(LinkState.Up.class);
                assertThat(admin.asked).hasSize(1);
                assertThat(admin.keysAsked).hasSize(1);
            }
        }
    }

    @Test
    void aFrozenPeerIsNoticedWithinTwentySeconds() throws Exception {
        try (Host host = connect()) {
            assertThat(timeToLoss(host, sleeper(host), sshd::freeze)).isLessThan(Duration.ofSeconds(20));
            host.awaitLink();
            assertWorks(host);
        }
    }

    @Test
    void aPeerFrozenDuringAnUploadIsNoticedToo() throws Exception {
        try (Host host = connect()) {
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Integer> run = runLater(host, Script.named("test").part(
                    "echo on; cat <&9 >/dev/null; sleep 3600").payload(to -> {
                        byte[] chunk = new byte[1 << 16];
                        for (int i = 0; i < 1 << 20; i++) {
                            to.write(chunk);
                        }
                    }).build(), begun(begun, new Capture(100)));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(timeToLoss(host, run, sshd::freeze)).isLessThan(Duration.ofSeconds(20));
            host.awaitLink();
            assertWorks(host);
        }
    }

    @Test
    void aRestartedServerIsFoundAgain() throws Exception {
        try (Host host = connect()) {
            timeToLoss(host, sleeper(host), sshd::stop);
            await(Duration.ofSeconds(10),
                    () -> host.link() instanceof LinkState.Reconnecting(var _, int attempt, var _) && attempt >= 2);
            catchThrowableOfType(LinkLostException.class, () -> host.run(script("true"), NOWHERE));
            sshd.resume();
            host.awaitLink();
            assertWorks(host);
        }
    }

    @Test
    void aChangedHostKeyEndsReconnecting() throws Exception {
        try (Host host = connect()) {
            CompletableFuture<Integer> run = sleeper(host);
            timeToLoss(host, run, () -> {
                sshd.stop();
                List.of("ed25519", "ecdsa", "rsa").forEach(sshd::newHostKey);
                sshd.resume();
            });
            ProblemException down = catchThrowableOfType(ProblemException.class, host::awaitLink);
            assertThat(host.link()).isInstanceOf(LinkState.Down.class);
            assertThat(down.problem().what().key()).startsWith("hostkey.changed");
        }
    }

    @Test
    void aRefusedLoginEndsReconnecting() throws Exception {
        try (Host host = connect()) {
            Commands.runWith(user.name() + ":changed\n", "chpasswd");
            timeToLoss(host, sleeper(host), sshd::dropConnections);
            ProblemException down = catchThrowableOfType(ProblemException.class, host::awaitLink);
            assertThat(down.problem().what().key()).startsWith("remote.login");
            assertThat(host.link()).isInstanceOf(LinkState.Down.class);
        }
    }

    @Test
    void aHostThatIsStillBootingIsWaitedFor() throws Exception {
        Path banner = Files.writeString(folder.resolve("banner"), "System is booting up. Come back later.\n");
        try (RealSshd booting = RealSshd.start(Map.of("Banner", banner.toString()))) {
            TestUser one = booting.user(PASSWORD).sudoers("USER ALL=(ALL) NOPASSWD: ALL");
            try (Host host = new SshConnector(new HostKeyTrust(folder, folder.resolve("known"))).connect(
                    Target.of(booting.address(), booting.port(), one.name()), new Admin().login(PASSWORD))) {
                Commands.run("usermod", "--lock", one.name());
                booting.dropConnections();
                await(Duration.ofSeconds(20),
                        () -> host.link() instanceof LinkState.Reconnecting(var _, int attempt, var _) && attempt >= 3);
                Commands.run("usermod", "--unlock", one.name());
                host.awaitLink();
                assertWorks(host);
            }
        }
    }

    @Test
    void closingEndsCallsAndReconnecting() throws Exception {
        Host host = connect();
        CompletableFuture<Integer> run = sleeper(host);
        long began = System.nanoTime();
        host.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
        assertThat(catchThrowableOfType(CompletionException.class, () -> run.orTimeout(5, TimeUnit.SECONDS).join()))
                .hasCauseInstanceOf(LinkLostException.class);
        assertThat(host.link()).isInstanceOf(LinkState.Down.class);
        await(Duration.ofSeconds(5), () -> sshd.sessions().isEmpty());
    }

    @Test
    void dialsFromTheHost() throws Exception {
        try (Host host = connect(); ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket peer = server.accept()) {
                    peer.getInputStream().transferTo(peer.getOutputStream());
                } catch (IOException closed) {
                    // The test has ended.
                }
            });
            try (Duplex duplex = host.dial("127.0.0.1", server.getLocalPort())) {
                duplex.output().write("ping".getBytes(StandardCharsets.US_ASCII));
                duplex.output().flush();
                InputStream in = duplex.input();
                assertThat(new String(in.readNBytes(4), StandardCharsets.US_ASCII)).isEqualTo("ping");
            }
            ProblemException refused = catchThrowableOfType(ProblemException.class, () -> host.dial("127.0.0.1", 1));
            assertThat(refused.problem().what().key()).isEqualTo("remote.dial");
        }
    }

    @Test
    void filesAreReadAndReplacedWhole() throws Exception {
        try (Host host = connect()) {
            HostFiles files = new HostFiles(host);
            String path = folder.resolve("it's a file").toString();
            assertThat(files.stat(path)).isEmpty();
            assertThat(files.read(path, 10)).isEmpty();
            byte[] content = new byte[300_000];
            Arrays.fill(content, (byte) 0);
            content[1] = (byte) 255;
            files.write(path, content, 0640);
            assertThat(Path.of(path)).hasBinaryContent(content);
            assertThat(files.stat(path)).hasValueSatisfying(stat -> {
                assertThat(stat.kind()).isEqualTo(HostFiles.Kind.FILE);
                assertThat(stat.mode()).isEqualTo(0640);
                assertThat(stat.size()).isEqualTo(300_000);
                assertThat(stat.owner()).isEqualTo("root");
            });
            assertThat(files.read(path, 300_000)).hasValue(content);
            assertThat(catchThrowableOfType(ProblemException.class, () -> files.read(path, 299_999)).problem().what()
                    .key()).isEqualTo("remote.file.too-large");
            Files.delete(Path.of(path));
            assertThat(catchThrowableOfType(ProblemException.class, () -> files.write("/nowhere/at/all", content, 0600))
                    .problem().what().key()).isEqualTo("remote.file.write");
            try (var left = Files.list(folder)) {
                assertThat(left.map(one -> one.getFileName().toString())).noneMatch(name -> name.startsWith(
                        ".katagpu"));
            }
        }
    }
}
