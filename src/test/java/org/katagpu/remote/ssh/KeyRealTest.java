package org.katagpu.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Capture;
import org.katagpu.remote.Host;
import org.katagpu.remote.Identity.Elevation;
import org.katagpu.remote.LinkState;
import org.katagpu.remote.Questions.SecretKind;
import org.katagpu.remote.Script;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.config.LocalAccount;
import org.katagpu.remote.ssh.config.SshConfig;
import org.katagpu.remote.ssh.key.LoginKeys;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

/** Key files, the agent, and keys as one factor of several, against OpenSSH. */
@Tag("real")
@Tag("accounts")
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KeyRealTest {
    private static final String PASSWORD = "second factor";
    private static final String PASSPHRASE = "päss 密码";
    private static final String SILENT = "USER ALL=(ALL) NOPASSWD: ALL";
    private static RealSshd sshd;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        sshd = RealSshd.start();
    }

    @AfterAll
    static void stop() {
        sshd.close();
    }

    private Host connect(Target target, Admin admin, Map<String, String> environment)
            throws ProblemException, InterruptedException {
        SshConfig config = new SshConfig(new LocalAccount(folder, "me", "desk", environment));
        return new SshConnector(new HostKeyTrust(folder, folder.resolve("known")), new LoginKeys(config)).connect(
                target, admin);
    }

    private static Target at(RealSshd server, TestUser user, boolean useAgent, Path... keys) {
        return new Target(server.address(), server.port(), user.name(), List.of(keys), useAgent, List.of(), Optional
                .empty());
    }

    private static void assertWorks(Host host) throws ProblemException, InterruptedException {
        Capture said = new Capture(100);
        assertThat(host.run(Script.named("test").part("id -un").build(), said)).isZero();
        assertThat(said.text().strip()).isEqualTo(host.identity().user());
    }

    @ParameterizedTest
    @CsvSource({"ed25519,256,RFC4716", "ecdsa,256,RFC4716", "ecdsa,384,RFC4716", "ecdsa,521,RFC4716",
        "rsa,3072,RFC4716", "rsa,2048,PEM", "ecdsa,256,PEM", "ecdsa,521,PEM", "rsa,2048,PKCS8",
        "ecdsa,384,PKCS8"})
    void keyFile(String type, String bits, String form) throws Exception {
        for (String passphrase : List.of("", PASSPHRASE)) {
            Path key = TestKeys.make(folder, type, passphrase, "-b", bits, "-m", form);
            TestUser user = sshd.user(PASSWORD).authorize(TestKeys.publicLine(key));
            Admin admin = new Admin().answers(SecretKind.KEY_PASSPHRASE, PASSPHRASE);
            try (Host host = connect(at(sshd, user, false, key), admin, Map.of())) {
                assertWorks(host);
                assertThat(admin.asked(SecretKind.KEY_PASSPHRASE)).isEqualTo(passphrase.isEmpty() ? 0 : 1);
            }
        }
    }

    @Test
    void agent() throws Exception {
        Path key = TestKeys.make(folder, "ed25519", "");
        Path other = TestKeys.make(folder, "rsa", "", "-b", "2048");
        TestUser user = sshd.user(PASSWORD).authorize(TestKeys.publicLine(key)).sudoers(SILENT);
        try (TestAgent agent = TestAgent.start(folder)) {
            agent.add(other, key);
            Admin admin = new Admin();
            try (Host host = connect(at(sshd, user, true), admin, agent.environment())) {
                assertWorks(host);
                assertThat(admin.asked).isEmpty();
            }
        }
    }

    @Test
    void anAgentWithMoreKeysThanTheServerHasPatienceFor() throws Exception {
        Path right = TestKeys.make(folder, "ed25519", "");
        TestUser user = sshd.user(PASSWORD).authorize(TestKeys.publicLine(right));
        try (TestAgent agent = TestAgent.start(folder)) {
            for (int i = 0; i < 8; i++) {
                agent.add(TestKeys.make(folder, "ed25519", ""));
            }
            try (Host host = connect(at(sshd, user, true, right), new Admin(), agent.environment())) {
                assertWorks(host);
            }
        }
    }

    @Test
    void aWrongKeyThenThePassword() throws Exception {
        Path key = TestKeys.make(folder, "ed25519", "");
        TestUser user = sshd.user(PASSWORD);
        try (Host host = connect(at(sshd, user, false, key), new Admin().login(PASSWORD), Map.of())) {
            assertWorks(host);
        }
    }

    @Test
    void aPassphraseNotGivenThenThePassword() throws Exception {
        Path key = TestKeys.make(folder, "ed25519", PASSPHRASE);
        TestUser user = sshd.user(PASSWORD).authorize(TestKeys.publicLine(key));
        try (Host host = connect(at(sshd, user, false, key), new Admin().login(PASSWORD), Map.of())) {
            assertWorks(host);
        }
    }

    @Test
    void aMissingKeyFileIsNamed() {
        TestUser user = sshd.user(PASSWORD);
        Path missing = folder.resolve("no-such-key");
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> connect(at(sshd, user, false,
                missing), new Admin(), Map.of()).close());
        assertThat(refused.problem().what().key()).isEqualTo("sshkey.unreadable");
    }

    @Test
    void keyAndPassword() throws Exception {
        try (RealSshd strict = RealSshd.start(Map.of("AuthenticationMethods", "publickey,password"))) {
            Path key = TestKeys.make(folder, "ed25519", "");
            TestUser user = strict.user(PASSWORD).authorize(TestKeys.publicLine(key)).sudoer();
            Admin admin = new Admin().login("wrong", PASSWORD);
            try (Host host = connect(at(strict, user, false, key), admin, Map.of())) {
                assertWorks(host);
                assertThat(host.identity().elevation()).isEqualTo(Elevation.SUDO_WITH_PASSWORD);
                assertThat(admin.asked).hasSize(2);
            }
        }
    }

    @Test
    void keyAndPrompt() throws Exception {
        try (RealSshd strict = RealSshd.start(Map.of("AuthenticationMethods", "publickey,keyboard-interactive",
                "KbdInteractiveAuthentication", "yes"))) {
            Path key = TestKeys.make(folder, "ecdsa", "");
            TestUser user = strict.user(PASSWORD).authorize(TestKeys.publicLine(key));
            try (Host host = connect(at(strict, user, false, key), new Admin().login(PASSWORD), Map.of())) {
                assertWorks(host);
            }
        }
    }

    @Test
    void twoKeys() throws Exception {
        try (RealSshd strict = RealSshd.start(Map.of("AuthenticationMethods", "publickey,publickey"))) {
            Path one = TestKeys.make(folder, "ed25519", "");
            Path two = TestKeys.make(folder, "ecdsa", "");
            TestUser user = strict.user(PASSWORD).authorize(TestKeys.publicLine(one) + "\n" + TestKeys.publicLine(
                    two));
            try (Host host = connect(at(strict, user, false, one, two), new Admin(), Map.of())) {
                assertWorks(host);
            }
        }
    }

    @Test
    void aReturningLinkAsksNoPassphraseAgain() throws Exception {
        Path key = TestKeys.make(folder, "ed25519", PASSPHRASE);
        try (RealSshd own = RealSshd.start()) {
            TestUser user = own.user(PASSWORD).authorize(TestKeys.publicLine(key)).sudoers(SILENT);
            Admin admin = new Admin().answers(SecretKind.KEY_PASSPHRASE, PASSPHRASE);
            try (Host host = connect(at(own, user, false, key), admin, Map.of())) {
                CountDownLatch away = new CountDownLatch(1);
                host.onLink(state -> {
                    if (state instanceof LinkState.Reconnecting) {
                        away.countDown();
                    }
                });
                own.dropConnections();
                assertThat(away.await(5, TimeUnit.SECONDS)).isTrue();
                host.awaitLink();
                assertWorks(host);
                assertThat(admin.asked).hasSize(1);
            }
        }
    }

    @Test
    void rootNeedsNoSudo() throws Exception {
        Path key = TestKeys.make(folder, "ed25519", "");
        Path authorized = Files.writeString(Files.createTempFile("authorized", "keys"), TestKeys.publicLine(key)
                + "\n");
        try (RealSshd own = RealSshd.start(Map.of("AuthorizedKeysFile", authorized.toString()))) {
            Target root = new Target(own.address(), own.port(), "root", List.of(key), false, List.of(), Optional
                    .empty());
            try (Host host = connect(root, new Admin(), Map.of())) {
                assertThat(host.identity().elevation()).isEqualTo(Elevation.ROOT);
                Capture said = new Capture(100);
                host.run(Script.named("test").part("id -un").elevated().build(), said);
                assertThat(said.text()).isEqualTo("root\n");
            }
        } finally {
            Files.delete(authorized);
        }
    }

    /** An agent of its own. */
    private record TestAgent(Process process, Path socket) implements AutoCloseable {
        static TestAgent start(Path folder) throws Exception {
            Path socket = folder.resolve("agent.sock");
            Process process = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).redirectErrorStream(true)
                    .start();
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            while (!Files.exists(socket)) {
                assertThat(System.nanoTime()).isLessThan(until);
                TimeUnit.MILLISECONDS.sleep(10);
            }
            return new TestAgent(process, socket);
        }

        Map<String, String> environment() {
            return Map.of("SSH_AUTH_SOCK", socket.toString());
        }

        void add(Path... keys) {
            for (Path key : keys) {
                Commands.run("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", key.toString());
            }
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            process.waitFor();
        }
    }
}
