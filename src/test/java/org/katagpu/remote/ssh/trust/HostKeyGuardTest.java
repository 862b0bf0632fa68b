package org.katagpu.remote.ssh.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.katagpu.remote.ssh.trust.HostKeys.ECDSA;
import static org.katagpu.remote.ssh.trust.HostKeys.ED25519;
import static org.katagpu.remote.ssh.trust.HostKeys.OTHER_ED25519;
import static org.katagpu.remote.ssh.trust.HostKeys.RSA;
import static org.katagpu.remote.ssh.trust.HostKeys.line;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.HostKeyChangedException;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Questions.HostKeyAnswer;
import org.katagpu.remote.Target;

class HostKeyGuardTest {
    @TempDir
    Path home;
    Path own;
    HostKeyTrust trust;
    final Target hop = Target.of("gpu1", 2222, "admin");
    final List<HostKeyQuestion> asked = new ArrayList<>();

    @BeforeEach
    void folders() {
        own = home.resolve("app/known_hosts");
        trust = new HostKeyTrust(home, own);
    }

    private Questions answering(HostKeyAnswer answer) {
        return new Questions() {
            @Override
            public HostKeyAnswer hostKey(HostKeyQuestion question) {
                asked.add(question);
                return answer;
            }

            @Override
            public Optional<char[]> secret(SecretQuestion question) {
                throw new AssertionError("no secret is needed");
            }
        };
    }

    private void apps(String text) throws IOException {
        Files.createDirectories(own.getParent());
        Files.writeString(own, text);
    }

    @Test
    void anUnknownKeyIsAskedAboutOutsideTheKeyExchange() throws Exception {
        HostKeyGuard guard = trust.guard(hop);
        assertThat(guard.verify("elsewhere", 1, ED25519)).isFalse();
        assertThat(asked).isEmpty();
        assertThat(guard.settle(answering(HostKeyAnswer.ONCE))).isTrue();
        assertThat(asked).containsExactly(
                new HostKeyQuestion("admin@gpu1:2222", HostKey.of(ED25519).shown(), List.of()));
        assertThat(guard.verify("elsewhere", 1, ED25519)).isTrue();
        assertThat(guard.settle(answering(HostKeyAnswer.REFUSE))).isFalse();
        assertThat(own).doesNotExist();
    }

    @Test
    void aKeyAcceptedOnceMayNotChangeLater() throws Exception {
        HostKeyGuard guard = trust.guard(hop);
        guard.verify("gpu1", 2222, ED25519);
        guard.settle(answering(HostKeyAnswer.ONCE));
        assertThat(guard.verify("gpu1", 2222, OTHER_ED25519)).isFalse();
        assertThatThrownBy(() -> guard.settle(answering(HostKeyAnswer.ONCE)))
                .isInstanceOf(HostKeyChangedException.class);
        assertThat(trust.guard(hop).verify("gpu1", 2222, ED25519)).isFalse();
    }

    @Test
    void rememberWritesTheAppsOwnFileOnlyForItsOwner() throws Exception {
        HostKeyGuard guard = trust.guard(hop);
        guard.verify("gpu1", 2222, ED25519);
        assertThat(guard.settle(answering(HostKeyAnswer.REMEMBER))).isTrue();
        assertThat(own).hasContent(line("[gpu1]:2222", ED25519) + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own))).isEqualTo("rw-------");
        assertThat(home.resolve(".ssh")).doesNotExist();
        assertThat(trust.guard(hop).verify("gpu1", 2222, ED25519)).isTrue();
        assertThat(trust.guard(hop).findExistingAlgorithms("", 0)).containsExactly("ssh-ed25519");
    }

    @Test
    void aRefusedKeyEndsTheAttempt() throws Exception {
        HostKeyGuard guard = trust.guard(hop);
        guard.verify("gpu1", 2222, ED25519);
        assertThatThrownBy(() -> guard.settle(answering(HostKeyAnswer.REFUSE))).isInstanceOf(ProblemException.class);
        assertThat(guard.verify("gpu1", 2222, ED25519)).isFalse();
    }

    @Test
    void aChangedKeyIsNeverAskedAboutAndCanBeReplaced() throws Exception {
        String others = "# caf\u00e9\nnonsense line\n" + line("gpu9", RSA) + "\r\n@revoked "
                + line("[gpu1]:2222", ECDSA) + "\n";
        apps(others + line("[gpu1]:2222", OTHER_ED25519) + "\n" + line("[gpu1]:2222,box", RSA) + " note\n"
                + line(KnownNames.Hashed.field("[gpu1]:2222"), RSA) + "\n" + line("[gpu*]:2222", RSA));
        HostKeyGuard guard = trust.guard(hop);
        assertThat(guard.verify("gpu1", 2222, ED25519)).isFalse();
        HostKeyChangedException refusal = (HostKeyChangedException) guard.refusal().orElseThrow();
        assertThatThrownBy(() -> guard.settle(answering(HostKeyAnswer.REMEMBER))).isSameAs(refusal);
        assertThat(asked).isEmpty();
        assertThat(refusal.question().changed()).isTrue();
        assertThat(refusal.question().known()).hasSize(4).allMatch(HostKeyQuestion.Known::replaceable);

        trust.replace(refusal.question());

        assertThat(guard.verify("gpu1", 2222, ED25519)).isTrue();
        assertThat(guard.verify("gpu1", 2222, OTHER_ED25519)).isFalse();
        assertThat(Files.readString(own)).isEqualTo(others + line("box", RSA) + " note\n" + line("[gpu*]:2222", RSA)
                + "\n" + line("[gpu1]:2222", ED25519) + "\n");
    }

    @Test
    void replacingAKeyOfTheAdminsFileLeavesThatFileAlone() throws Exception {
        Path admins = Files.createDirectory(home.resolve(".ssh")).resolve("known_hosts");
        Files.writeString(admins, line("[gpu1]:2222", OTHER_ED25519));
        HostKeyGuard guard = trust.guard(hop);
        guard.verify("gpu1", 2222, ED25519);
        trust.replace(((HostKeyChangedException) guard.refusal().orElseThrow()).question());
        assertThat(guard.verify("gpu1", 2222, ED25519)).isTrue();
        assertThat(admins).hasContent(line("[gpu1]:2222", OTHER_ED25519));
    }

    @Test
    void onlyARefusedKeyCanReplace() {
        var question = new HostKeyQuestion("admin@gpu1:2222", HostKey.of(RSA).shown(), List.of());
        assertThatThrownBy(() -> trust.replace(question)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRevokedKeyIsRefusedWithoutAsking() throws Exception {
        apps(line("[gpu1]:2222", ED25519) + "\n@revoked " + line("*", ED25519) + "\n");
        HostKeyGuard guard = trust.guard(hop);
        assertThat(guard.verify("gpu1", 2222, ED25519)).isFalse();
        assertThatThrownBy(() -> guard.settle(answering(HostKeyAnswer.REMEMBER)))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e).isNotInstanceOf(HostKeyChangedException.class);
                    assertThat(new Messages(Locale.ENGLISH).get(e.problem().what())).contains("revoked",
                            HostKey.of(ED25519).fingerprint(), "~/app/known_hosts:2");
                });
        assertThat(asked).isEmpty();
    }

    @Test
    void aPinnedKeyIsTheOnlyOneAccepted() throws Exception {
        Target pinned = new Target("localhost", 2200, "root", List.of(), false, List.of(),
                Optional.of(HostKey.of(ED25519).fingerprint()));
        apps(line("[localhost]:2200", RSA) + "\n");
        HostKeyGuard guard = trust.guard(pinned);
        assertThat(guard.verify("localhost", 2200, ED25519)).isTrue();
        assertThat(guard.verify("localhost", 2200, RSA)).isFalse();
        assertThatThrownBy(() -> guard.settle(answering(HostKeyAnswer.ONCE))).isInstanceOf(ProblemException.class);
        assertThat(guard.findExistingAlgorithms("localhost", 2200)).isEmpty();
    }

    @Test
    void anUnreadableFileRefusesAndSaysWhy() throws Exception {
        Files.createDirectories(home.resolve(".ssh/known_hosts"));
        HostKeyGuard guard = trust.guard(hop);
        assertThat(guard.findExistingAlgorithms("gpu1", 2222)).isEmpty();
        assertThat(guard.verify("gpu1", 2222, ED25519)).isFalse();
        assertThatThrownBy(() -> guard.settle(answering(HostKeyAnswer.REMEMBER))).isInstanceOf(ProblemException.class)
                .hasMessageContaining("hostkey.unreadable");
    }

    @Test
    void aKeyThatCannotBeSavedIsNotSilentlyForgotten() throws Exception {
        Files.writeString(home.resolve("app"), "a file where the folder should be");
        HostKeyGuard guard = trust.guard(hop);
        guard.verify("gpu1", 2222, ED25519);
        // Where the folder is a file, the app's own list is missing for the reader but cannot be written.
        assertThatThrownBy(() -> guard.settle(answering(HostKeyAnswer.REMEMBER))).isInstanceOf(ProblemException.class);
    }

    @Test
    void manyWindowsRememberAtOnceAndLoseNothing() throws Exception {
        List<Thread> windows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Target host = Target.of("gpu" + i, 22, "admin");
            HostKeyTrust window = new HostKeyTrust(home, own);
            windows.add(Thread.startVirtualThread(() -> {
                HostKeyGuard guard = window.guard(host);
                guard.verify("", 0, ED25519);
                try {
                    guard.settle(new Questions() {
                        @Override
                        public HostKeyAnswer hostKey(HostKeyQuestion question) {
                            return HostKeyAnswer.REMEMBER;
                        }

                        @Override
                        public Optional<char[]> secret(SecretQuestion question) {
                            return Optional.empty();
                        }
                    });
                } catch (ProblemException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (Thread window : windows) {
            window.join();
        }
        assertThat(Files.readAllLines(own, StandardCharsets.UTF_8)).hasSize(12).allMatch(
                line -> line.matches("gpu\\d+ ssh-ed25519 \\S+"));
        try (var left = Files.list(own.getParent())) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("known_hosts",
                    "known_hosts.lock");
        }
    }

    @Test
    void aNameThatIsNoPlainWordIsRememberedHashed() throws Exception {
        Target odd = Target.of("*", 22, "admin");
        HostKeyGuard guard = trust.guard(odd);
        guard.verify("*", 22, ED25519);
        guard.settle(answering(HostKeyAnswer.REMEMBER));
        assertThat(Files.readString(own)).startsWith("|1|");
        assertThat(trust.guard(odd).verify("*", 22, ED25519)).isTrue();
        assertThat(trust.guard(Target.of("gpu1", 22, "admin")).verify("gpu1", 22, ED25519)).isFalse();
    }
}
