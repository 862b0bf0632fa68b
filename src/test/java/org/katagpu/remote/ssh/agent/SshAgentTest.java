package org.katagpu.remote.ssh.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;
import net.schmizz.sshj.common.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Messages;

@Timeout(10)
class SshAgentTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final byte[] BLOB = new Buffer.PlainBuffer().putString("ssh-ed25519").putString(new byte[32])
            .getCompactData();
    private static final byte FAILURE = 5;

    @TempDir
    Path folder;

    private String reason(UnaryOperator<byte[]> answer) throws Exception {
        Path socket = folder.resolve("s");
        try (FakeAgent _ = new FakeAgent(socket, answer)) {
            return reason(new SshAgent(socket, SHORT, SHORT));
        } finally {
            Files.deleteIfExists(socket);
        }
    }

    private static String reason(SshAgent agent) {
        try {
            agent.identities();
        } catch (AgentException e) {
            assertThat(new Messages(Locale.ENGLISH).get(e.reason())).isNotBlank();
            return e.reason().key();
        }
        throw new AssertionError("it answered");
    }

    @Test
    void listsItsKeys() throws Exception {
        Path socket = folder.resolve("s");
        byte[] list = FakeAgent.frame(new Buffer.PlainBuffer().putByte((byte) 12).putUInt32(1).putString(BLOB)
                .putString("my key"));
        try (FakeAgent _ = new FakeAgent(socket, request -> request[0] == 11 ? list : new byte[0])) {
            assertThat(new SshAgent(socket, SHORT, SHORT).identities()).singleElement().satisfies(key -> {
                assertThat(key.type()).isEqualTo("ssh-ed25519");
                assertThat(key.comment()).isEqualTo("my key");
                assertThat(key.blob()).isEqualTo(BLOB);
            });
        }
    }

    @Test
    void anAgentThatDoesNotAnswerIsLeftInTime() throws Exception {
        assertThat(reason(request -> new byte[0])).isEqualTo("sshkey.agent.slow");
        assertThat(reason(request -> new byte[]{0, 0})).isEqualTo("storage.other");
        assertThat(reason(request -> new byte[]{0, 0, 0, 9, 12})).isEqualTo("storage.other");
    }

    @Test
    void aWrongAnswerIsAReason() throws Exception {
        assertThat(reason(request -> FakeAgent.frame(new Buffer.PlainBuffer().putByte(FAILURE))))
                .isEqualTo("sshkey.agent.refused");
        assertThat(reason(request -> new byte[]{0x7f, 0, 0, 0})).isEqualTo("sshkey.agent.malformed");
        assertThat(reason(request -> FakeAgent.frame(new Buffer.PlainBuffer().putByte((byte) 12).putUInt32(7))))
                .isEqualTo("sshkey.agent.malformed");
    }

    @Test
    void noAgentIsAReason() throws Exception {
        assertThat(reason(new SshAgent(folder.resolve("nobody"), SHORT, SHORT))).startsWith("storage.");
        Files.createFile(folder.resolve("file"));
        assertThat(reason(new SshAgent(folder.resolve("file"), SHORT, SHORT))).startsWith("storage.");
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        Path socket = folder.resolve("s");
        try (FakeAgent _ = new FakeAgent(socket, request -> new byte[0])) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> new SshAgent(socket).identities()).isInstanceOf(AgentException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aSignatureOfAnotherAlgorithmIsRefused() throws Exception {
        Path socket = folder.resolve("s");
        byte[] old = new Buffer.PlainBuffer().putString("ssh-rsa").putString(new byte[8]).getCompactData();
        byte[] reply = FakeAgent.frame(new Buffer.PlainBuffer().putByte((byte) 14).putString(old));
        AgentIdentity rsa = new AgentIdentity("ssh-rsa", "AAAA", "");
        try (FakeAgent _ = new FakeAgent(socket, request -> reply)) {
            assertThatThrownBy(() -> new SshAgent(socket, SHORT, SHORT).sign(rsa, new byte[1],
                    SignatureAlgorithm.of("ssh-rsa").getFirst())).isInstanceOfSatisfying(AgentException.class,
                            e -> assertThat(e.reason().key()).isEqualTo("sshkey.agent.algorithm"));
        }
    }

    @Test
    void algorithmsOfEachKeyType() {
        assertThat(SignatureAlgorithm.of("ssh-rsa")).containsExactly(
                new SignatureAlgorithm("rsa-sha2-512", "rsa-sha2-512", 4),
                new SignatureAlgorithm("rsa-sha2-256", "rsa-sha2-256", 2));
        assertThat(SignatureAlgorithm.of("ssh-rsa-cert-v01@openssh.com").getFirst())
                .isEqualTo(new SignatureAlgorithm("rsa-sha2-512-cert-v01@openssh.com", "rsa-sha2-512", 4));
        assertThat(SignatureAlgorithm.of("ecdsa-sha2-nistp384"))
                .containsExactly(new SignatureAlgorithm("ecdsa-sha2-nistp384", "ecdsa-sha2-nistp384", 0));
        assertThat(SignatureAlgorithm.of("sk-ssh-ed25519@openssh.com").getFirst().inSignature())
                .isEqualTo("sk-ssh-ed25519@openssh.com");
        assertThat(SignatureAlgorithm.of("sk-ssh-ed25519-cert-v01@openssh.com").getFirst())
                .isEqualTo(new SignatureAlgorithm("sk-ssh-ed25519-cert-v01@openssh.com",
                        "sk-ssh-ed25519@openssh.com", 0));
    }
}
