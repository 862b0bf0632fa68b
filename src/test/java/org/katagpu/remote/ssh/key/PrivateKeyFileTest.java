package org.katagpu.remote.ssh.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Locale;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Questions.SecretKind;
import org.katagpu.remote.ssh.key.Keys.Answers;

/** The keys in the resources were made for these tests and open nothing. */
class PrivateKeyFileTest {
    private static final Path KEYS = Path.of("src/test/resources/keys");
    private static final String PASSPHRASE = "correct horse";
    private static final String PLAIN = "AAAAC3NzaC1lZDI1NTE5AAAAIAoQQZHvyPlrIFquXiit8XjbdnAD2xJk+jJcqvIHKiX8";
    private static final String ENCRYPTED = "AAAAC3NzaC1lZDI1NTE5AAAAIOSQr/+Czj6tMwhWllJfU0R7V6gEL1MTBy8wiAnF/A+R";
    private static final String PKCS8 = "AAAAC3NzaC1lZDI1NTE5AAAAIC5qvV8s918qEQw8z52/XQiDpKwPM1US//4YJBak6GxV";

    @TempDir
    Path folder;

    private static String publicOf(KeyProvider key) throws Exception {
        return Base64.getEncoder()
                .encodeToString(new Buffer.PlainBuffer().putPublicKey(key.getPublic()).getCompactData());
    }

    private static String problem(Path file, Answers answers) {
        try {
            new PrivateKeyFile(file).load("admin@gpu1", answers);
        } catch (ProblemException e) {
            Messages words = new Messages(Locale.ENGLISH);
            assertThat(words.get(e.problem().what())).contains(file.toString());
            assertThat(words.get(e.problem().next())).isNotBlank();
            return e.problem().what().key();
        }
        throw new AssertionError("it was loaded");
    }

    private String problem(String content) throws Exception {
        return problem(Files.writeString(folder.resolve("key"), content), new Answers());
    }

    @Test
    void aPlainKeyAsksNothing() throws Exception {
        Answers answers = new Answers();
        assertThat(publicOf(new PrivateKeyFile(KEYS.resolve("plain_ed25519")).load("h", answers))).isEqualTo(PLAIN);
        assertThat(publicOf(new PrivateKeyFile(KEYS.resolve("ed25519.pk8")).load("h", answers))).isEqualTo(PKCS8);
        assertThat(answers.asked).isEmpty();
    }

    @Test
    void plainPkcs8() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        Path file = Files.writeString(folder.resolve("key"), "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
        assertThat(publicOf(new PrivateKeyFile(file).load("h", new Answers()))).isEqualTo(Base64.getEncoder()
                .encodeToString(new Buffer.PlainBuffer().putPublicKey(pair.getPublic()).getCompactData()));
    }

    @Test
    void aPassphraseIsAskedUntilItIsRightAndWiped() throws Exception {
        Answers answers = new Answers("wrong", PASSPHRASE);
        KeyProvider key = new PrivateKeyFile(KEYS.resolve("encrypted_ed25519")).load("admin@gpu1", answers);
        assertThat(publicOf(key)).isEqualTo(ENCRYPTED);
        assertThat(answers.asked).extracting(question -> question.attempt()).containsExactly(1, 2);
        assertThat(answers.asked).allMatch(question -> question.kind() == SecretKind.KEY_PASSPHRASE
                && question.label().equals("admin@gpu1")
                && question.prompt().arguments().getFirst().toString().endsWith("encrypted_ed25519"));
        assertThat(answers.given).allSatisfy(array -> assertThat(array).containsOnly('\0'));
    }

    @Test
    void threeWrongPassphrasesAreTheEnd() {
        Answers answers = new Answers("a", "b", "c", PASSPHRASE);
        assertThat(problem(KEYS.resolve("encrypted_ed25519"), answers)).isEqualTo("sshkey.wrong-passphrase");
        assertThat(answers.asked).hasSize(3);
    }

    @Test
    void givingUpIsAProblemOfItsOwn() {
        assertThat(problem(KEYS.resolve("encrypted_ed25519"), new Answers())).isEqualTo("sshkey.no-passphrase");
        assertThat(problem(KEYS.resolve("encrypted_ed25519"), new Answers(""))).isEqualTo("sshkey.no-passphrase");
    }

    @Test
    void whatIsNoPrivateKeyIsSaidPlainly() throws Exception {
        assertThat(problem("hello")).isEqualTo("sshkey.not-a-key");
        assertThat(problem("")).isEqualTo("sshkey.not-a-key");
        assertThat(problem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
                .isEqualTo("sshkey.not-a-key");
        assertThat(problem("ssh-ed25519 " + PLAIN + " me@desk\n")).isEqualTo("sshkey.public");
        assertThat(problem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")).isEqualTo("sshkey.public");
        assertThat(problem("PuTTY-User-Key-File-3: ssh-ed25519\n")).isEqualTo("sshkey.putty");
        assertThat(problem("-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----\n"))
                .isEqualTo("sshkey.unsupported");
        assertThat(problem(folder, new Answers())).isEqualTo("sshkey.not-a-key");
        assertThat(problem(folder.resolve("absent"), new Answers())).isEqualTo("sshkey.unreadable");
    }

    @Test
    void aDamagedKeyIsSaidPlainly() throws Exception {
        String whole = Files.readString(KEYS.resolve("plain_ed25519"));
        assertThat(problem(whole.substring(0, whole.length() / 2))).isEqualTo("sshkey.damaged");
        assertThat(problem(whole.replace("b3BlbnNzaC1r", "b3BlbnNzaC1s"))).isEqualTo("sshkey.damaged");
        assertThat(problem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"))
                .isEqualTo("sshkey.damaged");
        assertThat(problem("-----BEGIN RSA PRIVATE KEY-----\n***\n-----END RSA PRIVATE KEY-----\n"))
                .isEqualTo("sshkey.damaged");
    }

    @Test
    void thePublicPartIsKnownWithoutThePassphrase() throws Exception {
        assertThat(new PrivateKeyFile(KEYS.resolve("encrypted_ed25519")).publicKey()).contains(ENCRYPTED);
        Path pem = Files.writeString(folder.resolve("pem"), "-----BEGIN RSA PRIVATE KEY-----\n");
        assertThat(new PrivateKeyFile(pem).publicKey()).isEmpty();
        Files.writeString(folder.resolve("pem.pub"), "ssh-ed25519 " + PLAIN + " me\n");
        assertThat(new PrivateKeyFile(pem).publicKey()).contains(PLAIN);
    }

    @Test
    void aFileOpenToOthersIsOnlyToldOf() throws Exception {
        Path file = Files.copy(KEYS.resolve("plain_ed25519"), folder.resolve("key"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        PrivateKeyFile key = new PrivateKeyFile(file);
        assertThat(key.warning()).hasValueSatisfying(text -> assertThat(text.key()).isEqualTo("sshkey.too-open"));
        assertThat(publicOf(key.load("h", new Answers()))).isEqualTo(PLAIN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(key.warning()).isEmpty();
        assertThatThrownBy(() -> new PrivateKeyFile(folder.resolve("no")).load("h", new Answers()))
                .isInstanceOf(ProblemException.class);
    }
}
