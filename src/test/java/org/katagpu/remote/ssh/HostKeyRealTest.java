package org.katagpu.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Host;
import org.katagpu.remote.HostKeyChangedException;
import org.katagpu.remote.Questions.HostKeyAnswer;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

/** Host keys from the known-hosts files to a real server and back. */
@Tag("real")
@Tag("accounts")
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostKeyRealTest {
    private static final String PASSWORD = "host key";
    private static RealSshd sshd;
    private static TestUser user;

    @TempDir
    Path home;
    private Path own;
    private Admin admin;

    @BeforeAll
    static void start() {
        sshd = RealSshd.start();
        user = sshd.user(PASSWORD);
    }

    @AfterAll
    static void stop() {
        sshd.close();
    }

    @BeforeEach
    void files() {
        own = home.resolve("config/known_hosts");
        admin = new Admin().key(HostKeyAnswer.REFUSE);
    }

    private HostKeyTrust trust() {
        return new HostKeyTrust(home, own);
    }

    private void connect() throws ProblemException, InterruptedException {
        connect(trust(), Optional.empty());
    }

    private void connect(HostKeyTrust trust, Optional<String> pinned) throws ProblemException, InterruptedException {
        Target target = new Target(sshd.address(), sshd.port(), user.name(), List.of(), false, List.of(), pinned);
        try (Host host = new SshConnector(trust).connect(target, admin.login(PASSWORD))) {
            assertThat(host.identity().user()).isEqualTo(user.name());
        }
    }

    private String name() {
        return "[" + sshd.address() + "]:" + sshd.port();
    }

    private void knownHosts(String... lines) throws IOException {
        Files.createDirectories(home.resolve(".ssh"));
        Files.write(home.resolve(".ssh/known_hosts"), List.of(lines));
    }

    private String refused() {
        return catchThrowableOfType(ProblemException.class, this::connect).problem().what().key();
    }

    private void assertConnectsUnasked() throws ProblemException, InterruptedException {
        connect();
        assertThat(admin.keysAsked).isEmpty();
    }

    @Test
    void unknownAcceptedOnce() throws Exception {
        admin.key(HostKeyAnswer.ONCE);
        connect();
        connect();
        assertThat(admin.keysAsked).hasSize(2);
        assertThat(own).doesNotExist();
        String expected = Commands.run("bash", "-c", "ssh-keygen -lf <(echo '" + sshd.hostKey("ed25519") + "')").split(
                " ")[1];
        assertThat(admin.keysAsked.getFirst().offered().fingerprint()).isEqualTo(expected);
    }

    @Test
    void unknownRemembered() throws Exception {
        admin.key(HostKeyAnswer.REMEMBER);
        connect();
        connect();
        assertThat(admin.keysAsked).hasSize(1);
        assertThat(own).content().contains(sshd.hostKey("ed25519"));
        assertThat(home.resolve(".ssh/known_hosts")).doesNotExist();
    }

    @Test
    void unknownRefused() {
        assertThat(refused()).isEqualTo("hostkey.refused");
        assertThat(admin.asked).isEmpty();
    }

    @Test
    void known() throws Exception {
        knownHosts(name() + " " + sshd.hostKey("ed25519"));
        assertConnectsUnasked();
    }

    @Test
    void knownByHash() throws Exception {
        knownHosts(name() + " " + sshd.hostKey("ed25519"));
        Commands.run("ssh-keygen", "-q", "-H", "-f", home.resolve(".ssh/known_hosts").toString());
        assertThat(home.resolve(".ssh/known_hosts")).content().doesNotContain(sshd.address());
        assertConnectsUnasked();
    }

    @Test
    void knownByAnotherTypeThanTheFirst() throws Exception {
        knownHosts(name() + " " + sshd.hostKey("ecdsa"));
        assertConnectsUnasked();
    }

    @Test
    void knownByRsaOnly() throws Exception {
        knownHosts(name() + " " + sshd.hostKey("rsa"));
        assertConnectsUnasked();
    }

    @Test
    void malformedLinesAreNoHindrance() throws Exception {
        knownHosts("", "# a comment", "nonsense", name() + " ssh-ed25519 not-base64!", "|1|broken ssh-rsa AAAA",
                name() + " " + sshd.hostKey("ed25519"));
        assertConnectsUnasked();
    }

    @Test
    void emptyFile() throws Exception {
        knownHosts();
        admin.key(HostKeyAnswer.ONCE);
        connect();
        assertThat(admin.keysAsked).hasSize(1);
    }

    @Test
    void anotherPortIsAnotherHost() throws Exception {
        knownHosts("[" + sshd.address() + "]:1 " + sshd.hostKey("ed25519"));
        assertThat(refused()).isEqualTo("hostkey.refused");
        assertThat(admin.keysAsked).hasSize(1);
    }

    @Test
    void aNameWithoutPortServesForEveryPort() throws Exception {
        knownHosts(sshd.address() + " " + sshd.hostKey("ed25519"));
        assertConnectsUnasked();
    }

    @Test
    void negatedPattern() throws Exception {
        knownHosts("*,!" + name() + ",!" + sshd.address() + " " + sshd.hostKey("ed25519"));
        assertThat(refused()).isEqualTo("hostkey.refused");
        assertThat(admin.keysAsked).hasSize(1);
    }

    @Test
    void changed() throws Exception {
        Path other = TestKeys.make(home, "ed25519", "");
        knownHosts(name() + " " + TestKeys.publicLine(other));
        admin.key(HostKeyAnswer.ONCE);
        HostKeyChangedException changed = catchThrowableOfType(HostKeyChangedException.class, this::connect);
        assertThat(admin.keysAsked).isEmpty();
        assertThat(admin.asked).isEmpty();
        assertThat(changed.question().changed()).isTrue();
        assertThat(changed.question().known()).singleElement().satisfies(old -> assertThat(old.fingerprint())
                .isNotEqualTo(changed.question().offered().fingerprint()));
    }

    @Test
    void changedAndReplaced() throws Exception {
        Path other = TestKeys.make(home, "ed25519", "");
        Files.createDirectories(own.getParent());
        Files.writeString(own, name() + " " + TestKeys.publicLine(other) + "\n");
        HostKeyTrust trust = trust();
        HostKeyChangedException changed = catchThrowableOfType(HostKeyChangedException.class, () -> connect(trust,
                Optional.empty()));
        trust.replace(changed.question());
        connect(trust, Optional.empty());
        assertThat(admin.keysAsked).isEmpty();
        assertThat(own).content().contains(sshd.hostKey("ed25519"));
    }

    @Test
    void revokedAlsoWhereAnotherLineListsIt() throws Exception {
        knownHosts(name() + " " + sshd.hostKey("ed25519"), "@revoked * " + sshd.hostKey("ed25519"));
        sshd.showHostKeys("ed25519").restart();
        try {
            admin.key(HostKeyAnswer.ONCE);
            assertThat(refused()).isEqualTo("hostkey.revoked");
            assertThat(admin.keysAsked).isEmpty();
        } finally {
            sshd.showHostKeys("ed25519", "ecdsa", "rsa").restart();
        }
    }

    @Test
    void pinned() throws Exception {
        sshd.showHostKeys("ed25519").restart();
        try {
            String fingerprint = Commands.run("bash", "-c", "ssh-keygen -lf <(echo '" + sshd.hostKey("ed25519") + "')")
                    .split(" ")[1];
            connect(trust(), Optional.of(fingerprint));
            assertThat(admin.keysAsked).isEmpty();
            ProblemException other = catchThrowableOfType(ProblemException.class, () -> connect(trust(), Optional.of(
                    "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")));
            assertThat(other.problem().what().key()).isEqualTo("hostkey.pinned");
        } finally {
            sshd.showHostKeys("ed25519", "ecdsa", "rsa").restart();
        }
    }
}
