package org.katagpu.remote.ssh.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.katagpu.remote.ssh.trust.HostKeys.ED25519;
import static org.katagpu.remote.ssh.trust.HostKeys.OTHER_ED25519;
import static org.katagpu.remote.ssh.trust.HostKeys.RSA;
import static org.katagpu.remote.ssh.trust.HostKeys.line;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.HostKeyChangedException;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.config.LocalAccount;
import org.katagpu.remote.ssh.config.SshConfig;
import org.katagpu.remote.ssh.config.TrustRules;

/** Files OpenSSH obeys are obeyed, and what cannot be is said; own lines are never lost. */
class KnownHostsCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    @TempDir
    Path home;
    Path own;

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(home.resolve(".ssh"));
        own = home.resolve("app/known_hosts");
    }

    private static HostKey key(Path publicKey) throws IOException {
        String[] words = Files.readString(publicKey).split(" ");
        return HostKey.of(words[0], words[1]);
    }

    private static final class Accepting implements Questions {
        private Optional<HostKeyQuestion> asked = Optional.empty();

        @Override
        public HostKeyAnswer hostKey(HostKeyQuestion question) {
            asked = Optional.of(question);
            return HostKeyAnswer.REMEMBER;
        }

        @Override
        public Optional<char[]> secret(SecretQuestion question) {
            return Optional.empty();
        }
    }

    @Test
    void twoHostsAtOneAddressAreToldApartByTheirHostKeyAlias() throws Exception {
        Files.copy(CASES.resolve("ssh-hostkeyalias/config"), home.resolve(".ssh/config"));
        Files.copy(CASES.resolve("ssh-hostkeyalias/known_hosts"), home.resolve(".ssh/known_hosts"));
        HostKey one = key(CASES.resolve("ssh-hostkeyalias/hk1.pub"));
        HostKey two = key(CASES.resolve("ssh-hostkeyalias/hk2.pub"));
        SshConfig config = new SshConfig(new LocalAccount(home, "me", "desk", Map.of()));
        for (String typed : List.of("vm-a", "vm-b", "127.0.0.1:2222")) {
            Target target = config.resolve(typed).target();
            KnownHosts known = new KnownHosts(home, own, config.trustRules(target));
            boolean first = typed.equals("vm-a");
            assertThat(known.judge("127.0.0.1", 2222, one)).as(typed).isInstanceOf(
                    first ? HostKeyVerdict.Trusted.class : HostKeyVerdict.Changed.class);
            assertThat(known.judge("127.0.0.1", 2222, two)).as(typed).isInstanceOf(
                    first ? HostKeyVerdict.Changed.class : HostKeyVerdict.Trusted.class);
        }
    }

    @Test
    void aKeyIsRememberedByItsAlias() throws Exception {
        Files.writeString(home.resolve(".ssh/config"), "Host vm-c\n HostName 127.0.0.1\n Port 2222\n"
                + " HostKeyAlias vm-c\n");
        SshConfig config = new SshConfig(new LocalAccount(home, "me", "desk", Map.of()));
        HostKeyTrust trust = new HostKeyTrust(home, own, config::trustRules);
        HostKeyGuard guard = trust.guard(config.resolve("vm-c").target());
        assertThat(guard.verify("", 0, ED25519)).isFalse();
        assertThat(guard.settle(new Accepting())).isTrue();
        assertThat(own).hasContent(line("vm-c", ED25519));
        assertThat(guard.verify("", 0, OTHER_ED25519)).isFalse();
        trust.replace(((HostKeyChangedException) guard.refusal().orElseThrow()).question());
        assertThat(own).hasContent(line("vm-c", OTHER_ED25519));
    }

    @Test
    void aCertificateAuthorityAndTornLinesExplainOnThePageWhyAKeyIsUnknown() throws Exception {
        Files.copy(CASES.resolve("known-hosts-ca/known_hosts"), home.resolve(".ssh/known_hosts"));
        HostKeyTrust trust = new HostKeyTrust(home, own);
        assertThat(notes(trust, "gpu9.example.com")).singleElement().satisfies(
                text -> assertThat(text).contains("known_hosts:2", "certificates"));
        assertThat(notes(trust, "bad.example.com")).hasSize(2).anyMatch(text -> text.contains("ssh-ed25519 key"));
        assertThat(notes(trust, "nistp.example.com")).as("a torn key, and the authority of its domain").hasSize(2);
        assertThat(notes(trust, "other.example.net")).as("lines about others are no news").isEmpty();
        HostKeyGuard guard = trust.guard(Target.of("gpu9.example.com", 22, "admin"));
        guard.verify("", 0, ED25519);
        Accepting admin = new Accepting();
        guard.settle(admin);
        assertThat(admin.asked.orElseThrow().notes()).extracting(Text::key)
                .containsExactly("hostkey.certificate-authority");
    }

    private static List<String> notes(HostKeyTrust trust, String host) throws ProblemException {
        Messages words = new Messages(Locale.ENGLISH);
        return trust.notes(Target.of(host, 22, "admin")).stream().map(words::get).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@revoked", "@revoked gpu1", "@revoked gpu1 ssh-ed25519", "@revoked gpu1 ssh-ed25519 AAAA",
        "@revoked * ssh-ed25519 !!", "@revoked |1|abc|def ssh-ed25519 AAAA", "@revok", "@revoked other"})
    void aDamagedRevocationRefusesEveryKeyItMayMean(String line) throws Exception {
        Files.writeString(home.resolve(".ssh/known_hosts"), line("gpu1", ED25519) + "\n" + line);
        HostKeyGuard guard = new HostKeyTrust(home, own).guard(Target.of("gpu1", 2222, "admin"));
        assertThat(guard.verify("", 0, ED25519)).isFalse();
        assertThatThrownBy(() -> guard.settle(new Accepting()))
                .hasMessageContaining("hostkey.revocation-damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@revoked gpu2 ssh-ed25519 AAAA", "@revoked *.lab ssh-ed25519", "@other gpu1", "gpu1 ssh-",
        "# @revoked gpu1"})
    void whatIsAboutAnotherHostOrRevokesNothingDoesNot(String line) throws Exception {
        Files.writeString(home.resolve(".ssh/known_hosts"), line("gpu1", ED25519) + "\n" + line);
        assertThat(new HostKeyTrust(home, own).guard(Target.of("gpu1", 22, "admin")).verify("", 0, ED25519)).isTrue();
    }

    private HostKeyGuard withRevoked(Path list) {
        return new HostKeyTrust(home, own, _ -> new TrustRules(Optional.empty(),
                List.of(home.resolve(".ssh/known_hosts")), List.of(list), false)).guard(Target.of("gpu1", 22, "a"));
    }

    @Test
    void revokedHostKeysAreRefusedAndAListThatCannotBeReadRefusesAll() throws Exception {
        Files.writeString(home.resolve(".ssh/known_hosts"), line("gpu1", ED25519) + "\n" + line("gpu1", RSA));
        Path list = home.resolve("revoked");
        Files.writeString(list, "# ours\n" + line("", ED25519).strip() + " stolen\n");
        assertThat(withRevoked(list).verify("", 0, ED25519)).isFalse();
        assertThat(withRevoked(list).verify("", 0, RSA)).isTrue();
        for (byte[] bad : List.of("SSHKRL\n\0rest".getBytes(StandardCharsets.US_ASCII),
                "ssh-ed25519 AAAAC3Nz\n".getBytes(StandardCharsets.US_ASCII))) {
            Files.write(list, bad);
            HostKeyGuard guard = withRevoked(list);
            assertThat(guard.verify("", 0, RSA)).isFalse();
            assertThatThrownBy(() -> guard.settle(new Accepting())).hasMessageContaining("hostkey.revoked-list");
        }
        assertThat(withRevoked(home.resolve("absent")).verify("", 0, RSA)).isFalse();
    }

    @Test
    void whereOnlyKnownKeysCountAnUnknownOneIsRefusedWithoutAsking() {
        HostKeyGuard guard = new HostKeyTrust(home, own, _ -> new TrustRules(Optional.empty(), List.of(), List.of(),
                true)).guard(Target.of("gpu1", 22, "admin"));
        assertThat(guard.verify("", 0, ED25519)).isFalse();
        Accepting admin = new Accepting();
        assertThatThrownBy(() -> guard.settle(admin)).hasMessageContaining("hostkey.only-known");
        assertThat(admin.asked).isEmpty();
    }

    @Test
    void ownLinesWithBytesOfNoLanguageAreNeverLost() throws Exception {
        byte[] odd = {'b', (byte) 0xfc, 'r', 'o', (byte) 0xff};
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(odd);
        file.writeBytes((",gpu1 " + line("", RSA).strip() + " B").getBytes(StandardCharsets.US_ASCII));
        file.write(odd);
        file.write('\n');
        Files.createDirectories(own.getParent());
        Files.write(own, file.toByteArray());
        HostKeyTrust trust = new HostKeyTrust(home, own);
        HostKeyGuard guard = trust.guard(Target.of("gpu1", 22, "admin"));
        assertThat(guard.verify("", 0, ED25519)).isFalse();
        trust.replace(((HostKeyChangedException) guard.refusal().orElseThrow()).question());
        String now = new String(Files.readAllBytes(own), StandardCharsets.ISO_8859_1);
        String name = new String(odd, StandardCharsets.ISO_8859_1);
        assertThat(now).isEqualTo(name + " " + line("", RSA).strip() + " B" + name + "\n" + line("gpu1", ED25519)
                + "\n");
    }

    @Test
    void ownFileAndFolderAreTheirOwnersAlone() throws Exception {
        Files.createDirectories(own.getParent());
        Files.writeString(own, line("gpu1", ED25519) + "\n");
        Files.setPosixFilePermissions(own.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-r--r--"));
        new HostKeyTrust(home, own).guard(Target.of("gpu1", 22, "admin"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.getParent())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own))).isEqualTo("rw-------");
    }
}
