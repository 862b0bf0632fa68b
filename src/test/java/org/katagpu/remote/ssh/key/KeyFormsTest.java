package org.katagpu.remote.ssh.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.ssh.key.Keys.Answers;

/** Every form of a key is loaded or called unsupported; a file that lies about its lengths is damaged, no more. */
class KeyFormsTest {
    private static final Path CASES = Path.of("src/test/resources/cases/keys");

    @TempDir
    Path folder;

    private String problem(String text, String... passphrases) throws IOException {
        Path file = folder.resolve("key");
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        try {
            new PrivateKeyFile(file).load("admin@gpu1", new Answers(passphrases));
            return "loaded";
        } catch (ProblemException problem) {
            return problem.problem().what().key();
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END "
                + label + "-----\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed_pkcs8_enc.pem", "rsa_scrypt.pem"})
    void encryptedPkcs8IsLoadedWithItsPassphraseAndOnlyWithIt(String name) throws Exception {
        String text = Files.readString(CASES.resolve(name));
        assertThat(problem(text, "test-only")).isEqualTo("loaded");
        assertThat(problem(text, "wrong", "test-only")).isEqualTo("loaded");
        assertThat(problem(text, "a", "b", "c")).isEqualTo("sshkey.wrong-passphrase");
    }

    @Test
    void aFormThatIsNotTakenIsSaidBeforeAnyPassphrase() throws Exception {
        String scrypt = Files.readString(CASES.resolve("rsa_scrypt.pem"));
        byte[] der = Base64.getMimeDecoder().decode(scrypt.replaceAll("-----[A-Z ]+-----", ""));
        // The cost parameter, INTEGER 02 02 40 00, becomes one of 2^30 bytes and more.
        byte[] costly = HexFormat.of().parseHex(HexFormat.of().formatHex(der).replaceFirst("020240000201080201",
                "02027fff02017f0201"));
        assertThat(costly).isNotEqualTo(der);
        assertThat(problem(pem("ENCRYPTED PRIVATE KEY", costly))).isEqualTo("sshkey.form");
        assertThat(problem("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
                + "DEK-Info: CAMELLIA-256-CBC,00112233445566778899AABBCCDDEEFF\n\nAAAA\n"
                + "-----END RSA PRIVATE KEY-----\n")).isEqualTo("sshkey.form");
    }

    /** As found by fuzzing: 78 bytes of file asked for two gigabytes. */
    @ParameterizedTest
    @ValueSource(strings = {"30847ffffff0020100300d06092a", "3020847ffffff0", "04847fffffff", "3080020100",
        "3084ffffffff0201", "302e020100300506032b65700484700000000420"})
    void lengthsThatGoBeyondTheFileAreDamage(String hex) throws Exception {
        byte[] der = HexFormat.of().parseHex(hex);
        for (String label : List.of("PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY")) {
            assertThat(problem(pem(label, der), "x")).as(label).isEqualTo("sshkey.damaged");
        }
    }

    /** A curve of tens of thousands of bits: told as damage before anything is computed with it. */
    @Test
    void anEllipticKeyBeyondAllUseIsDamage() throws Exception {
        byte[] der = HexFormat.of().parseHex("3082a012020101300906072a8648ce3d0201" + "0482a000" + "41".repeat(0xa000));
        assertThat(der.length - 4).as("lengths are sound").isEqualTo(0xa012);
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory
                .getThreadMXBean();
        for (String label : List.of("PRIVATE KEY", "EC PRIVATE KEY")) {
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThat(problem(pem(label, der))).as(label).isEqualTo("sshkey.damaged");
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16L << 20);
        }
    }

    @Test
    @Timeout(60)
    void changedBytesNeverDoMoreThanDamage() throws Exception {
        Random random = new Random(20_261_128);
        List<Path> files = List.of(Path.of("src/test/resources/keys").resolve("ed25519.pk8"),
                Path.of("src/test/resources/keys").resolve("plain_ed25519"),
                CASES.resolve("ed_pkcs8_enc.pem"));
        for (Path path : files) {
            String text = Files.readString(path);
            String label = text.substring(text.indexOf("BEGIN ") + 6, text.indexOf("-----", 8));
            byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z0-9 ]+-----", ""));
            for (int i = 0; i < 300; i++) {
                byte[] changed = der.clone();
                for (int n = random.nextInt(4); n >= 0; n--) {
                    changed[random.nextInt(Math.min(changed.length, 120))] = (byte) random.nextInt(256);
                }
                assertThat(problem(pem(label, changed), "x", "x", "x")).isIn("loaded", "sshkey.damaged",
                        "sshkey.form", "sshkey.wrong-passphrase", "sshkey.unsupported", "sshkey.no-passphrase");
            }
        }
    }
}
