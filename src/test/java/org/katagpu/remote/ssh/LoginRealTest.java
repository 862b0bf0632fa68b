package org.katagpu.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Host;
import org.katagpu.remote.LinkState;
import org.katagpu.remote.Questions.SecretQuestion;
import org.katagpu.remote.Script;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

/** Passwords, prompts, several factors and jump hosts against OpenSSH. */
@Tag("real")
@Tag("accounts")
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoginRealTest {
    private static final String PASSWORD = "Tr0ub4dor & 3 'ünicode'";
    private final List<RealSshd> servers = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        servers.forEach(RealSshd::close);
    }

    private RealSshd start(Map<String, String> settings) {
        RealSshd sshd = RealSshd.start(settings);
        servers.add(sshd);
        return sshd;
    }

    private Host connect(Target target, Admin admin) throws ProblemException, InterruptedException {
        return new SshConnector(new HostKeyTrust(folder, folder.resolve("known"))).connect(target, admin);
    }

    private static Target at(RealSshd sshd, TestUser user, Target... jumps) {
        return new Target(sshd.address(), sshd.port(), user.name(), List.of(), false, List.of(jumps), Optional.empty());
    }

    private ProblemException refused(Target target, Admin admin) {
        return catchThrowableOfType(ProblemException.class, () -> connect(target, admin).close());
    }

    private static void assertWorks(Host host) throws ProblemException, InterruptedException {
        Capture said = new Capture(100);
        assertThat(host.run(Script.named("test").part("id -un").build(), said)).isZero();
        assertThat(said.text().strip()).isEqualTo(host.identity().user());
    }

    @Test
    void password() throws Exception {
        RealSshd sshd = start(Map.of());
        Admin admin = new Admin().login(PASSWORD);
        try (Host host = connect(at(sshd, sshd.user(PASSWORD)), admin)) {
            assertWorks(host);
            assertThat(admin.asked).hasSize(1);
        }
    }

    @Test
    void keyboardInteractive() throws Exception {
        RealSshd sshd = start(Map.of("PasswordAuthentication", "no", "KbdInteractiveAuthentication", "yes"));
        Admin admin = new Admin().login(PASSWORD);
        try (Host host = connect(at(sshd, sshd.user(PASSWORD)), admin)) {
            assertWorks(host);
            assertThat(admin.asked).hasSize(1);
        }
    }

    @Test
    void secondPasswordIsRight() throws Exception {
        RealSshd sshd = start(Map.of());
        Admin admin = new Admin().login("wrong", PASSWORD);
        try (Host host = connect(at(sshd, sshd.user(PASSWORD)), admin)) {
            assertWorks(host);
            assertThat(admin.asked).extracting(SecretQuestion::attempt).containsExactly(1, 2);
        }
    }

    @Test
    void secondAnswerToThePromptIsRight() throws Exception {
        RealSshd sshd = start(Map.of("PasswordAuthentication", "no", "KbdInteractiveAuthentication", "yes"));
        Admin admin = new Admin().login("wrong", PASSWORD);
        try (Host host = connect(at(sshd, sshd.user(PASSWORD)), admin)) {
            assertWorks(host);
            assertThat(admin.asked).extracting(SecretQuestion::attempt).containsExactly(1, 2);
        }
    }

    @Test
    void wrongThrice() {
        RealSshd sshd = start(Map.of("KbdInteractiveAuthentication", "yes"));
        Admin admin = new Admin().login("wrong", "wronger", "wrongest", PASSWORD);
        ProblemException refused = refused(at(sshd, sshd.user(PASSWORD)), admin);
        assertThat(refused.problem().what().key()).isEqualTo("remote.login-refused");
        assertThat(refused.problem().next().arguments().get(1).toString()).contains("password");
        assertThat(admin.asked).hasSize(3);
    }

    @Test
    void givenUp() {
        RealSshd sshd = start(Map.of());
        assertThat(refused(at(sshd, sshd.user(PASSWORD)), new Admin()).problem().what().key()).isEqualTo(
                "remote.login-given-up");
    }

    @Test
    void onlyKeysAreTaken() {
        RealSshd sshd = start(Map.of("PasswordAuthentication", "no", "Banner", banner("Keys only, please.")));
        Admin admin = new Admin().login(PASSWORD);
        ProblemException refused = refused(at(sshd, sshd.user(PASSWORD)), admin);
        assertThat(refused.problem().what().key()).isEqualTo("remote.login-refused");
        assertThat(refused.problem().next().arguments()).contains("publickey");
        assertThat(refused.problem().lastLines()).contains("Keys only, please.");
        assertThat(admin.asked).isEmpty();
    }

    private String banner(String text) {
        try {
            return Files.writeString(folder.resolve("banner"), text + "\n").toString();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void theServersPatienceEnds() {
        RealSshd sshd = start(Map.of("MaxAuthTries", "2"));
        Admin admin = new Admin().login("wrong", "wronger", "wrongest");
        // On a busy machine the server's last words can be lost with the connection; what counts is a clear end.
        assertThat(refused(at(sshd, sshd.user(PASSWORD)), admin).problem().what().key())
                .isIn("remote.login-too-many", "remote.login-refused");
    }

    @Test
    void expiredAccount() {
        RealSshd sshd = start(Map.of());
        TestUser user = sshd.user(PASSWORD);
        Commands.run("chage", "-E", "0", user.name());
        ProblemException refused = refused(at(sshd, user), new Admin().login(PASSWORD));
        assertThat(refused.problem().what().key()).startsWith("remote.login");
        assertThat(refused.problem().lastLines()).anyMatch(line -> line.contains("expired"));
    }

    @Test
    void expiredPassword() {
        RealSshd sshd = start(Map.of());
        TestUser user = sshd.user(PASSWORD);
        Commands.run("chage", "-d", "0", user.name());
        ProblemException refused = refused(at(sshd, user), new Admin().login(PASSWORD));
        assertThat(refused.problem().what().key()).isEqualTo("remote.no-shell");
        assertThat(refused.problem().lastLines()).anyMatch(line -> line.contains("expired"));
    }

    @Test
    void theAdminThinksLongerThanTheServerWaits() throws Exception {
        RealSshd sshd = start(Map.of("LoginGraceTime", "2"));
        TestUser user = sshd.user(PASSWORD);
        Admin slow = new Admin() {
            @Override
            public Optional<char[]> secret(SecretQuestion question) {
                // Until the server has hung up.
                while (!sshd.sessions().isEmpty()) {
                    try {
                        TimeUnit.MILLISECONDS.sleep(50);
                    } catch (InterruptedException stopped) {
                        throw new AssertionError(stopped);
                    }
                }
                return super.secret(question);
            }
        };
        try (Host host = connect(at(sshd, user), slow.login(PASSWORD))) {
            assertWorks(host);
            assertThat(slow.asked).hasSize(1);
        }
    }

    @Test
    void throughTwoJumpHosts() throws Exception {
        RealSshd first = start(Map.of());
        RealSshd second = start(Map.of());
        RealSshd last = start(Map.of());
        TestUser one = first.user("one");
        TestUser two = second.user("two");
        TestUser three = last.user("three").sudoer();
        Admin admin = new Admin().login("one", "two", "three");
        try (Host host = connect(at(last, three, at(first, one), at(second, two)), admin)) {
            assertWorks(host);
            assertThat(admin.keysAsked).hasSize(3);
            assertThat(admin.asked).extracting(SecretQuestion::label).containsExactly(at(first, one).label(), at(second,
                    two).label(), at(last, three).label());
            Capture root = new Capture(100);
            host.run(Script.named("test").part("id -un").elevated().build(), root);
            assertThat(root.text()).isEqualTo("root\n");
            byte[] large = new byte[8 << 20];
            Capture count = new Capture(100);
            host.run(Script.named("test").part("wc -c <&9").payload(to -> to.write(large)).build(), count);
            assertThat(count.text().strip()).isEqualTo(Integer.toString(large.length));

            CountDownLatch back = new CountDownLatch(1);
            List<LinkState> seen = new ArrayList<>();
            host.onLink(state -> {
                seen.add(state);
                if (state instanceof LinkState.Up && seen.stream().anyMatch(LinkState.Reconnecting.class::isInstance)) {
                    back.countDown();
                }
            });
            first.dropConnections();
            assertThat(back.await(10, TimeUnit.SECONDS)).isTrue();
            assertWorks(host);
            assertThat(admin.asked).hasSize(3);
        }
    }

    @Test
    void aJumpHostThatCannotReachTheHost() {
        RealSshd jump = start(Map.of());
        TestUser one = jump.user("one");
        Target target = new Target("127.0.0.1", 1, "nobody", List.of(), false, List.of(at(jump, one)), Optional
                .empty());
        assertThat(refused(target, new Admin().login("one")).problem().what().key()).isEqualTo("remote.jump");
    }

    @Test
    void aServerThatSaysNothingIsGivenUpAfterFifteenSeconds() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            long began = System.nanoTime();
            Target target = Target.of("127.0.0.1", silent.getLocalPort(), "nobody");
            assertThat(refused(target, new Admin()).problem().what().key()).isEqualTo("remote.timeout");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofSeconds(14), Duration
                    .ofSeconds(16));
        }
    }

    @Test
    void noSecretIsToBeSeen() throws Exception {
        RealSshd sshd = start(Map.of("LogLevel", "DEBUG3"));
        TestUser user = sshd.user(PASSWORD).sudoers("Defaults:USER timestamp_timeout=0\nUSER ALL=(ALL) ALL");
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.writeBytes((entry.getMessage() + entry.getThrown() + "\n").getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        root.addHandler(listener);
        root.setLevel(Level.ALL);
        try (Host host = connect(at(sshd, user), new Admin().login(PASSWORD))) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch looked = new CountDownLatch(1);
            Capture said = new Capture(10_000);
            Script wait = Script.named("test").part("env; cat <&9 >/dev/null").elevated().payload(to -> {
                try {
                    begun.countDown();
                    looked.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException stopped) {
                    throw new IOException(stopped);
                }
            }).build();
            Thread run = Thread.ofVirtual().start(() -> {
                try {
                    host.run(wait, said);
                } catch (ProblemException | InterruptedException failed) {
                    throw new AssertionError(failed);
                }
            });
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            String processes = processes();
            assertThat(processes).contains("kgw-");
            looked.countDown();
            run.join();
            assertThat(processes).doesNotContain(PASSWORD);
            assertThat(said.text()).contains("SUDO_USER=" + user.name()).doesNotContain(PASSWORD);
        } finally {
            root.removeHandler(listener);
            root.setLevel(before);
        }
        ProblemException refused = refused(at(sshd, user), new Admin().login(PASSWORD + "x", PASSWORD + "y"));
        assertThat(refused.problem().toString() + refused.getMessage()).doesNotContain(PASSWORD);
        assertThat(logged.toString(StandardCharsets.UTF_8)).doesNotContain(PASSWORD);
        assertThat(sshd.log()).doesNotContain(PASSWORD);
    }

    /** Command lines and environments of every process of this machine but our own. */
    private static String processes() {
        StringBuilder all = new StringBuilder();
        ProcessHandle.allProcesses().filter(process -> process.pid() != ProcessHandle.current().pid()).forEach(
                process -> {
                    for (String file : List.of("cmdline", "environ")) {
                        try (InputStream in = Files.newInputStream(Path.of("/proc", Long.toString(process.pid()),
                                file))) {
                            all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8)).append('\n');
                        } catch (IOException ended) {
                            continue;
                        }
                    }
                });
        return all.toString();
    }
}
