package org.katagpu.remote.ssh.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.config.LocalAccount;
import org.katagpu.remote.ssh.config.SshConfig;
import org.katagpu.remote.ssh.key.Keys.Answers;

/** Keys of every kind as ssh-keygen and openssl write them, and OpenSSH's own agent. */
@Tag("real")
class RealKeysTest {
    @TempDir
    Path folder;

    private String make(String name, String type, String bits, String form, String passphrase) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-a", "4", "-f", name));
        if (!bits.equals("-")) {
            command.addAll(List.of("-b", bits));
        }
        if (!form.equals("OPENSSH")) {
            command.addAll(List.of("-m", form));
        }
        Keys.run(folder, command.toArray(String[]::new));
        return Files.readString(folder.resolve(name + ".pub")).split(" ")[1];
    }

    @ParameterizedTest
    @CsvSource({"ed25519,-,OPENSSH", "ecdsa,256,OPENSSH", "ecdsa,384,OPENSSH", "ecdsa,521,OPENSSH", "rsa,3072,OPENSSH",
        "rsa,2048,PEM", "ecdsa,256,PEM", "ecdsa,384,PEM", "ecdsa,521,PEM", "rsa,2048,PKCS8", "ecdsa,256,PKCS8",
        "ecdsa,384,PKCS8", "ecdsa,521,PKCS8"})
    void everyKindAndForm(String type, String bits, String form) throws Exception {
        for (String passphrase : List.of("", "p\u00e4ss \u5bc6\u7801")) {
            String name = passphrase.isEmpty() ? "plain" : "encrypted";
            String expected = make(name, type, bits, form, passphrase);
            Answers answers = passphrase.isEmpty() ? new Answers() : new Answers("wrong", passphrase);
            var key = new PrivateKeyFile(folder.resolve(name)).load("h", answers);
            assertThat(Base64.getEncoder().encodeToString(
                    new Buffer.PlainBuffer().putPublicKey(key.getPublic()).getCompactData())).isEqualTo(expected);
            assertThat(answers.asked).hasSize(passphrase.isEmpty() ? 0 : 2);
            try (LoginServer server = new LoginServer(Set.of(expected), "publickey");
                    SSHClient client = server.client()) {
                client.authPublickey("admin", key);
                assertThat(client.isAuthenticated()).isTrue();
            }
        }
    }

    @Test
    void theAgentLogsInWithEveryKind() throws Exception {
        Set<String> accepted = new HashSet<>();
        for (String kind : List.of("ed25519 -", "ecdsa 256", "ecdsa 384", "ecdsa 521", "rsa 3072")) {
            String[] words = kind.split(" ");
            accepted.add(make("k" + accepted.size(), words[0], words[1], "OPENSSH", ""));
        }
        Path socket = folder.resolve("agent.sock");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).redirectErrorStream(true)
                .start();
        try (LoginServer server = new LoginServer(accepted, "publickey")) {
            long deadline = System.nanoTime() + 5_000_000_000L;
            while (!Files.exists(socket) && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            Keys.run(folder, "sh", "-c", "SSH_AUTH_SOCK=" + socket + " ssh-add -q k0 k1 k2 k3 k4");
            LoginKeys keys = new LoginKeys(new SshConfig(
                    new LocalAccount(folder, "me", "desk", Map.of("SSH_AUTH_SOCK", socket.toString()))));
            Target target = new Target("gpu1", 22, "admin", List.of(folder.resolve("k3")), true, List.of(),
                    Optional.empty());
            List<LoginKey> offers = keys.of(target, new Answers()).keys();
            assertThat(offers).hasSize(5).allMatch(LoginKey::fromAgent);
            for (LoginKey key : offers) {
                try (SSHClient client = server.client()) {
                    client.auth("admin", key.maker().make());
                    assertThat(client.isAuthenticated()).as(key.name()).isTrue();
                }
            }
            assertThat(server.offered).hasSize(5);
            assertThat(server.offered.getFirst()).isEqualTo(Files.readString(folder.resolve("k3.pub")).split(" ")[1]);
        } finally {
            agent.destroy();
            agent.waitFor();
        }
    }
}
