package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.attest.Binding;
import org.katagpu.attest.Evidence;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.rung.EvidenceReply;
import org.katagpu.attest.trust.Fingerprint;
import org.katagpu.setup.SetupText;

/** The helper itself, by this machine's python3 and openssl, over a firmware that is played. */
class EvidenceHelperTest {
    private static final String NONCE = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    /** Stands before the helper: a device of ours, whose firmware keeps what it was asked. */
    private static final String FIRMWARE = """
            import sys, types, struct, os
            fake = types.ModuleType("fcntl")
            def ioctl(opened, number, answer):
                if MODE == "broken":
                    raise OSError(5, "Input/output error")
                if number == 0xE0485401:
                    assert len(answer) == 64 + 8192 + 8
                    open(HERE + "/challenge", "wb").write(answer[:64])
                    answer[64:67] = b"tok"
                    answer[-8:] = struct.pack("<Q", 3)
                elif number == 0x90085402:
                    assert len(answer) == 8 + 4096
                    answer[:8] = struct.pack("<Q", 4)
                    answer[8:12] = b"cert"
                else:
                    raise OSError(25, "Inappropriate ioctl for device")
            fake.ioctl = ioctl
            sys.modules["fcntl"] = fake
            exists, opens = os.path.exists, os.open
            os.path.exists = lambda path: MODE != "none" if path == "/dev/tsi" else exists(path)
            def opening(path, flags):
                if path == "/dev/tsi":
                    if MODE == "closed":
                        raise PermissionError(1, "Operation not permitted")
                    return 99
                return opens(path, flags)
            os.open = opening
            """;

    @TempDir
    Path folder;

    @Test
    void theChallengeIsOfTheNonceAndTheKeyThatLiesInTheGuest() throws Exception {
        certify();
        EvidenceReply.Told told = told(ask("there", NONCE));
        assertThat(told).isInstanceOfSatisfying(EvidenceReply.Told.Given.class, given -> {
            assertThat(given.evidence()).isEqualTo(new Evidence(Octets.of("tok".getBytes(StandardCharsets.US_ASCII)),
                    Octets.of("cert".getBytes(StandardCharsets.US_ASCII))));
            Octets nonce = Octets.of(HexFormat.of().parseHex(NONCE));
            assertThat(Octets.of(read("challenge")))
                    .isEqualTo(new Binding(nonce, given.key()).challenge().octets());
            assertThat(given.key()).isEqualTo(Octets.of(certificate().getPublicKey().getEncoded()));
        });
        assertThat(ServerCertificate.key(List.of(pem()), Optional.of(Fingerprint.of(certificate()))))
                .isEqualTo(Octets.of(certificate().getPublicKey().getEncoded()));
    }

    @Test
    void withoutTlsTheChallengeIsOfTheNonceAlone() throws Exception {
        assertThat(told(ask("there", NONCE))).isInstanceOfSatisfying(EvidenceReply.Told.Given.class,
                given -> assertThat(given.key().size()).isZero());
        assertThat(Octets.of(read("challenge"))).isEqualTo(
                new Binding(Octets.of(HexFormat.of().parseHex(NONCE)), Octets.NONE).challenge().octets());
    }

    @Test
    void whatIsNotThereIsSaidInOneLine() throws Exception {
        nothing(ask("none", NONCE), "attest.open.no_device");
        nothing(ask("closed", NONCE), "attest.open.device_closed");
        nothing(ask("broken", NONCE), "attest.open.firmware");
        nothing(ask("there", "no nonce"), "attest.open.helper");
        Files.writeString(folder.resolve("tls.key"), "no key");
        nothing(ask("there", NONCE), "attest.open.no_key");
        nothing("", "attest.open.helper");
        nothing("key !!!\ntoken x\n", "attest.open.helper");
    }

    /** Another certificate than the pinned one is nobody's key. */
    @Test
    void aCertificateThatDoesNotFitThePinIsNone() throws Exception {
        certify();
        assertThat(ServerCertificate.key(List.of(pem()), Optional.of("00".repeat(32)))).isEqualTo(Octets.NONE);
        assertThat(ServerCertificate.key(List.of(pem()), Optional.empty())).isEqualTo(Octets.NONE);
        ObjectNode garbled = pem().put("pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        assertThat(ServerCertificate.key(List.of(garbled), Optional.of("00".repeat(32)))).isEqualTo(Octets.NONE);
    }

    private void nothing(String printed, String reason) {
        assertThat(told(printed)).isInstanceOfSatisfying(EvidenceReply.Told.Nothing.class,
                none -> assertThat(none.reason().key()).isEqualTo(reason));
    }

    /** As evidence.sh makes a fact of it. */
    private static EvidenceReply.Told told(String printed) {
        ObjectNode fact = JsonNodeFactory.instance.objectNode().put("kind", GuestEvidence.KIND);
        for (String line : printed.split("\n")) {
            String[] words = line.split(" ", 3);
            fact.put(words[0], words.length > 1 ? words[1] : "");
        }
        return printed.isEmpty() ? GuestEvidence.of(List.of()) : GuestEvidence.of(List.of(fact));
    }

    private String ask(String mode, String nonce) throws Exception {
        String helper = SetupText.of("serve/evidence.py").replace("\"/run/katagpu\"", "\"" + folder + "\"");
        Process python = new ProcessBuilder("python3", "-c",
                "MODE = \"" + mode + "\"\nHERE = \"" + folder + "\"\n" + FIRMWARE + helper).redirectErrorStream(true)
                .start();
        python.getOutputStream().write((nonce + "\n").getBytes(StandardCharsets.US_ASCII));
        python.getOutputStream().close();
        String printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(printed).isZero();
        assertThat(printed).endsWith("#whole\n");
        return printed;
    }

    private void certify() throws Exception {
        Process openssl = new ProcessBuilder("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=10.88.0.2", "-keyout",
                folder.resolve("tls.key").toString(), "-out", folder.resolve("tls.crt").toString())
                .redirectErrorStream(true).start();
        openssl.getInputStream().readAllBytes();
        assertThat(openssl.waitFor()).isZero();
    }

    private X509Certificate certificate() {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(read("tls.crt")));
        } catch (java.security.cert.CertificateException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private ObjectNode pem() {
        return JsonNodeFactory.instance.objectNode().put("kind", ServerCertificate.KIND).put("pem",
                new String(read("tls.crt"), StandardCharsets.US_ASCII));
    }

    private byte[] read(String name) {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (java.io.IOException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
