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
import java.security.PublicKey;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

class KnownHostsTest {
    @TempDir
    Path home;
    Path own;
    KnownHosts known;

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(home.resolve(".ssh"));
        own = Files.createDirectories(home.resolve("app")).resolve("known_hosts");
        known = new KnownHosts(home, own);
    }

    private void admins(String... lines) throws IOException {
        Files.writeString(home.resolve(".ssh/known_hosts"), String.join("\n", lines));
    }

    private void apps(String... lines) throws IOException {
        Files.writeString(own, String.join("\n", lines) + "\n");
    }

    private HostKeyVerdict judge(String host, int port, PublicKey key) throws ProblemException {
        return known.judge(host, port, HostKey.of(key));
    }

    private HostKeyVerdict judge(PublicKey key) throws ProblemException {
        return judge("gpu1", 22, key);
    }

    @Test
    void aHostInNoFileIsUnknown() throws Exception {
        assertThat(judge(ED25519)).isEqualTo(new HostKeyVerdict.Unknown());
        admins(line("gpu2", ED25519));
        assertThat(judge(ED25519)).isEqualTo(new HostKeyVerdict.Unknown());
    }

    @Test
    void anEmptyFileKnowsNobody() throws Exception {
        admins("");
        apps();
        assertThat(judge(ED25519)).isEqualTo(new HostKeyVerdict.Unknown());
        assertThat(known.warnings()).isEmpty();
    }

    @Test
    void aListedKeyIsTrustedAndSaysWhere() throws Exception {
        admins("# mine", line("gpu1", ED25519) + " a comment with spaces");
        assertThat(judge(ED25519)).isEqualTo(new HostKeyVerdict.Trusted("~/.ssh/known_hosts:2"));
        assertThat(judge("GPU1", 22, ED25519)).isInstanceOf(HostKeyVerdict.Trusted.class);
    }

    @Test
    void theSecondFileAndTheAppsOwnCountToo() throws Exception {
        Files.writeString(home.resolve(".ssh/known_hosts2"), line("gpu1", ED25519));
        apps(line("gpu1", RSA));
        assertThat(judge(ED25519)).isEqualTo(new HostKeyVerdict.Trusted("~/.ssh/known_hosts2:1"));
        assertThat(judge(RSA)).isEqualTo(new HostKeyVerdict.Trusted("~/app/known_hosts:1"));
    }

    @Test
    void anotherKeyOfTheSameTypeIsAChange() throws Exception {
        admins(line("gpu1", OTHER_ED25519));
        apps(line("gpu1", RSA));
        assertThat(judge(ED25519)).isInstanceOfSatisfying(HostKeyVerdict.Changed.class, changed -> {
            assertThat(changed.sameType()).isTrue();
            assertThat(changed.known()).extracting(key -> key.source() + " " + key.type() + " " + key.replaceable())
                    .containsExactly("~/.ssh/known_hosts:1 ssh-ed25519 false", "~/app/known_hosts:1 ssh-rsa true");
            assertThat(changed.known().getFirst().fingerprint()).isEqualTo(HostKey.of(OTHER_ED25519).fingerprint());
        });
    }

    @Test
    void aKeyOfAnotherTypeIsAChangeThatSaysSo() throws Exception {
        admins(line("gpu1", ECDSA));
        assertThat(judge(ED25519)).isInstanceOfSatisfying(HostKeyVerdict.Changed.class,
                changed -> assertThat(changed.sameType()).isFalse());
    }

    @Test
    void oneOfSeveralLinesIsEnough() throws Exception {
        admins(line("gpu1", RSA), line("gpu1", OTHER_ED25519), line("gpu1,10.0.0.1", ED25519));
        assertThat(judge(ED25519)).isEqualTo(new HostKeyVerdict.Trusted("~/.ssh/known_hosts:3"));
    }

    @Test
    void whereTwoFilesDisagreeTheOneThatListsTheKeyTrustsIt() throws Exception {
        admins(line("gpu1", OTHER_ED25519));
        apps(line("gpu1", ED25519));
        assertThat(judge(ED25519)).isInstanceOf(HostKeyVerdict.Trusted.class);
    }

    @Test
    void aRevokedKeyIsRefused() throws Exception {
        admins("@revoked " + line("*", ED25519));
        assertThat(judge(ED25519)).isEqualTo(new HostKeyVerdict.Revoked("~/.ssh/known_hosts:1"));
        assertThat(judge("other", 2222, ED25519)).isInstanceOf(HostKeyVerdict.Revoked.class);
        assertThat(judge(RSA)).isEqualTo(new HostKeyVerdict.Unknown());
    }

    @Test
    void aRevokedKeyIsRefusedWhateverOtherLineListsIt() throws Exception {
        admins(line("gpu1", ED25519), "\t@revoked\t" + line("gpu1", ED25519), line("gpu1", ED25519));
        apps(line("gpu1", ED25519));
        assertThat(judge(ED25519)).isEqualTo(new HostKeyVerdict.Revoked("~/.ssh/known_hosts:2"));
        assertThat(judge("gpu1", 2222, ED25519)).isEqualTo(new HostKeyVerdict.Revoked("~/.ssh/known_hosts:2"));

        admins(line("gpu1", ED25519));
        apps("@revoked " + line("gpu1", ED25519));
        assertThat(judge(ED25519)).isEqualTo(new HostKeyVerdict.Revoked("~/app/known_hosts:1"));
    }

    @Test
    void hashedNamesAreFoundWithAndWithoutPort() throws Exception {
        admins(line(KnownNames.Hashed.field("gpu1"), ED25519), line(KnownNames.Hashed.field("[gpu2]:2222"), RSA));
        assertThat(judge("Gpu1", 22, ED25519)).isInstanceOf(HostKeyVerdict.Trusted.class);
        assertThat(judge("gpu2", 2222, RSA)).isInstanceOf(HostKeyVerdict.Trusted.class);
        assertThat(judge("gpu2", 22, RSA)).isInstanceOf(HostKeyVerdict.Unknown.class);
        assertThat(judge("gpu1", 22, OTHER_ED25519)).isInstanceOf(HostKeyVerdict.Changed.class);
    }

    @Test
    void aPortIsPartOfTheName() throws Exception {
        admins(line("[gpu1]:2222", ED25519), line("gpu1", OTHER_ED25519), line("[2001:db8::1]:2022", ECDSA));
        assertThat(judge("gpu1", 2222, ED25519)).isInstanceOf(HostKeyVerdict.Trusted.class);
        assertThat(judge("gpu1", 2222, OTHER_ED25519)).isInstanceOf(HostKeyVerdict.Changed.class);
        assertThat(judge("gpu1", 22, OTHER_ED25519)).isInstanceOf(HostKeyVerdict.Trusted.class);
        assertThat(judge("gpu1", 22, ED25519)).isInstanceOf(HostKeyVerdict.Changed.class);
        assertThat(judge("2001:db8::1", 2022, ECDSA)).isInstanceOf(HostKeyVerdict.Trusted.class);
    }

    @Test
    void aKeyKnownWithoutPortServesAnotherPortOfWhichNothingIsKnown() throws Exception {
        admins(line("gpu1", ED25519));
        assertThat(judge("gpu1", 2222, ED25519)).isInstanceOf(HostKeyVerdict.Trusted.class);
        assertThat(judge("gpu1", 2222, OTHER_ED25519)).isInstanceOf(HostKeyVerdict.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"*,!gpu1; gpu1; false", "*,!gpu1; gpu2; true", "!gpu1,*; gpu1; false",
        "!gpu2; gpu1; false", "gpu?; gpu1; true", "gpu?; gpu12; false", "10.0.*.5; 10.0.77.5; true",
        "*a*a*a*a*b; aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; false", "*; x; true", "GPU1; gpu1; true"})
    void patternsAndNegation(String names, String host, boolean covered) throws Exception {
        admins(line(names, ED25519));
        assertThat(judge(host, 22, ED25519) instanceof HostKeyVerdict.Trusted).isEqualTo(covered);
    }

    @Test
    void malformedLinesAreToldAndPassedOver() throws Exception {
        String cut = line("gpu1", ED25519);
        admins("gpu1", "gpu1 ssh-ed25519 not*base64", cut.substring(0, cut.length() - 16), "@other " + cut,
                "|1|abc|def ssh-ed25519 AAAA", "gpu1 1024 35 1234567", cut.replace("ssh-ed25519", "ssh-rsa"),
                "gpu1 ssh-ed25519 ////", line("gpu1", RSA));
        assertThat(judge(RSA)).isEqualTo(new HostKeyVerdict.Trusted("~/.ssh/known_hosts:9"));
        assertThat(known.warnings()).hasSize(8).extracting(Text::key).containsOnly("hostkey.malformed");
        assertThat(known.warnings().getFirst().arguments().getFirst()).isEqualTo("~/.ssh/known_hosts:1");
    }

    @Test
    void certificateAuthoritiesAreToldAndDoNotCountForPlainKeys() throws Exception {
        admins("@cert-authority " + line("*", ED25519));
        assertThat(judge(ED25519)).isInstanceOf(HostKeyVerdict.Unknown.class);
        assertThat(known.warnings()).extracting(Text::key).containsExactly("hostkey.certificate-authority");
    }

    @Test
    void windowsLineEndsAndByteOrderMark() throws Exception {
        Files.writeString(home.resolve(".ssh/known_hosts"),
                "\uFEFF" + line("gpu1", ED25519) + "\r\n\r\n# x\r\n" + line("gpu2", RSA) + "\r\n");
        assertThat(judge(ED25519)).isEqualTo(new HostKeyVerdict.Trusted("~/.ssh/known_hosts:1"));
        assertThat(judge("gpu2", 22, RSA)).isEqualTo(new HostKeyVerdict.Trusted("~/.ssh/known_hosts:4"));
        assertThat(known.warnings()).isEmpty();
    }

    @Test
    void namesAndCommentsMayHoldAnyLanguageAndAnyBytes() throws Exception {
        byte[] latin1Comment = (line("gpu2", RSA) + " B\u00fcro\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] chinese = (line("\u8ba1\u7b97\u8282\u70b9", ED25519) + " \u673a\u623f\n")
                .getBytes(StandardCharsets.UTF_8);
        Files.write(home.resolve(".ssh/known_hosts"), latin1Comment);
        Files.write(home.resolve(".ssh/known_hosts"), chinese, java.nio.file.StandardOpenOption.APPEND);
        assertThat(judge("\u8ba1\u7b97\u8282\u70b9", 22, ED25519)).isInstanceOf(HostKeyVerdict.Trusted.class);
        assertThat(judge("gpu2", 22, RSA)).isInstanceOf(HostKeyVerdict.Trusted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {".ssh/known_hosts", ".ssh/known_hosts2", "app/known_hosts"})
    void aFileThatCannotBeReadIsAProblemNotAnUnknownHost(String file) throws Exception {
        Files.createDirectory(home.resolve(file));
        assertThatThrownBy(() -> judge(ED25519)).isInstanceOfSatisfying(ProblemException.class,
                e -> assertThat(e.problem().what().key()).isEqualTo("hostkey.unreadable"));
    }

    @Test
    void algorithmsOfKnownKeysAreProposed() throws Exception {
        assertThat(known.preferredAlgorithms("gpu1", 22)).isEmpty();
        admins(line("gpu1", RSA), line("gpu1", ECDSA), "@revoked " + line("*", ED25519), line("gpu1", ED25519));
        assertThat(known.preferredAlgorithms("gpu1", 22)).containsExactly("rsa-sha2-512", "rsa-sha2-256",
                "ecdsa-sha2-nistp256");
        assertThat(known.preferredAlgorithms("gpu1", 2222)).contains("rsa-sha2-512");
    }

    @Test
    void fingerprintAndConsoleCommand() {
        // GitHub publishes both: its host key and the fingerprint of it.
        HostKey key = HostKey.of("ssh-ed25519",
                "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl");
        assertThat(key.fingerprint()).isEqualTo("SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");
        assertThat(key.consoleCommand()).isEqualTo("ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub");
        assertThat(HostKey.of(ECDSA).consoleCommand()).isEqualTo("ssh-keygen -lf /etc/ssh/ssh_host_ecdsa_key.pub");
        assertThat(HostKey.of(RSA).consoleCommand()).isEqualTo("ssh-keygen -lf /etc/ssh/ssh_host_rsa_key.pub");
        assertThat(Base64.getDecoder().decode(HostKey.of(RSA).base64())).startsWith(0, 0, 0, 7, 's', 's', 'h', '-');
    }
}
