package org.katagpu.remote.ssh.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.password.PasswordUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Text;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.agent.AgentAuth;
import org.katagpu.remote.ssh.agent.FakeAgent;
import org.katagpu.remote.ssh.config.LocalAccount;
import org.katagpu.remote.ssh.config.SshConfig;
import org.katagpu.remote.ssh.key.Keys.Answers;

/** Keys in their order, and real logins with them; the agent is a stand-in that holds one key. */
@Timeout(60)
class LoginKeysTest {
    private static final Path KEYS = Path.of("src/test/resources/keys").toAbsolutePath();
    private static final byte LIST = 12;
    private static final byte SIGNED = 14;
    private static final byte FAILURE = 5;

    @TempDir
    Path home;
    KeyPair held;
    String heldKey;
    String plainKey;
    LoginKeys keys;

    @BeforeEach
    void agentsKey() throws Exception {
        KeyProvider agents = new PrivateKeyFile(KEYS.resolve("ed25519.pk8")).load("", new Answers());
        held = new KeyPair(agents.getPublic(), agents.getPrivate());
        heldKey = base64(agents);
        plainKey = base64(new PrivateKeyFile(KEYS.resolve("plain_ed25519")).load("", new Answers()));
        keys = new LoginKeys(new SshConfig(
                new LocalAccount(home, "me", "desk", Map.of("SSH_AUTH_SOCK", home.resolve("agent").toString()))));
    }

    private static String base64(KeyProvider key) throws Exception {
        return Base64.getEncoder()
                .encodeToString(new Buffer.PlainBuffer().putPublicKey(key.getPublic()).getCompactData());
    }

    private FakeAgent agent(boolean signs) throws Exception {
        return new FakeAgent(home.resolve("agent"), request -> FakeAgent.frame(request[0] == 11
                ? new Buffer.PlainBuffer().putByte(LIST).putUInt32(1).putString(Base64.getDecoder().decode(heldKey))
                        .putString("agents key")
                : signs ? signed(request) : new Buffer.PlainBuffer().putByte(FAILURE)));
    }

    private Buffer.PlainBuffer signed(byte[] request) {
        try {
            Buffer.PlainBuffer from = new Buffer.PlainBuffer(Arrays.copyOfRange(request, 1, request.length));
            from.readStringAsBytes();
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(held.getPrivate());
            signature.update(from.readStringAsBytes());
            return new Buffer.PlainBuffer().putByte(SIGNED).putString(new Buffer.PlainBuffer().putString("ssh-ed25519")
                    .putString(signature.sign()).getCompactData());
        } catch (GeneralSecurityException | Buffer.BufferException e) {
            throw new AssertionError(e);
        }
    }

    private static Target target(Path... files) {
        return new Target("gpu1", 22, "admin", List.of(files), true, List.of(), Optional.empty());
    }

    private List<String> names(Target target) throws Exception {
        return keys.of(target, new Answers()).keys().stream().map(LoginKey::name).toList();
    }

    @Test
    void theAgentsKeysComeBeforeTheFiles() throws Exception {
        Path file = KEYS.resolve("plain_ed25519");
        try (FakeAgent _ = agent(true)) {
            assertThat(names(target(file))).containsExactly("agents key", file.toString());
            assertThat(names(new Target("gpu1", 22, "admin", List.of(file), false, List.of(), Optional.empty())))
                    .containsExactly(file.toString());
        }
    }

    @Test
    void aFileWhoseKeyTheAgentHoldsIsNotOfferedTwice() throws Exception {
        Path pub = Files.writeString(home.resolve("k.pub"), "ssh-ed25519 " + heldKey + " c\n");
        Path pem = Files.copy(KEYS.resolve("ed25519.pk8"), home.resolve("k"));
        try (FakeAgent _ = agent(true)) {
            assertThat(names(target(pem))).containsExactly("agents key");
            assertThat(names(target(pub, KEYS.resolve("plain_ed25519")))).hasSize(2).startsWith("agents key");
        }
    }

    @Test
    void identitiesOnlyLeavesTheAgentsOtherKeysOut() throws Exception {
        Path file = KEYS.resolve("plain_ed25519");
        Files.createDirectories(home.resolve(".ssh"));
        Files.writeString(home.resolve(".ssh/config"), "Host gpu1\n  IdentitiesOnly yes\n");
        try (FakeAgent _ = agent(true)) {
            assertThat(names(target(file))).containsExactly(file.toString());
        }
    }

    @Test
    void anAgentThatIsNotThereIsAWarningOnly() throws Exception {
        LoginKeys.Found found = keys.of(target(KEYS.resolve("plain_ed25519")), new Answers());
        assertThat(found.keys()).hasSize(1);
        assertThat(found.warnings()).extracting(Text::key).contains("sshkey.agent");
    }

    @Test
    void logsInWithTheAgentsKeyAndWithAFile() throws Exception {
        try (FakeAgent _ = agent(true); LoginServer server = new LoginServer(Set.of(heldKey, plainKey), "publickey")) {
            for (LoginKey key : keys.of(target(KEYS.resolve("plain_ed25519")), new Answers()).keys()) {
                try (SSHClient client = server.client()) {
                    client.auth("admin", key.maker().make());
                    assertThat(client.isAuthenticated()).isTrue();
                }
            }
            assertThat(server.offered).containsExactly(heldKey, plainKey);
        }
    }

    @Test
    void aKeyTheServerDoesNotTakeIsNotSigned() throws Exception {
        try (FakeAgent _ = agent(false);
                LoginServer server = new LoginServer(Set.of(), "publickey");
                SSHClient client = server.client()) {
            AgentAuth agent = (AgentAuth) keys.of(target(), new Answers()).keys().getFirst().maker().make();
            assertThatThrownBy(() -> client.auth("admin", agent)).isInstanceOf(UserAuthException.class);
            assertThat(agent.failure()).isEmpty();
        }
    }

    @Test
    void whereTheAgentDoesNotSignTheLoginGoesOnWithThePassword() throws Exception {
        try (FakeAgent _ = agent(false);
                LoginServer server = new LoginServer(Set.of(heldKey), "publickey password");
                SSHClient client = server.client()) {
            AgentAuth agent = (AgentAuth) keys.of(target(), new Answers()).keys().getFirst().maker().make();
            AuthMethod password = new AuthPassword(PasswordUtils.createOneOff("pw".toCharArray()));
            client.auth("admin", agent, password);
            assertThat(client.isAuthenticated()).isTrue();
            assertThat(agent.failure()).isPresent();
        }
    }

    @Test
    void aKeyThatIsOneFactorOfTwoIsOfferedOnceAndThePasswordFollows() throws Exception {
        try (FakeAgent _ = agent(true);
                LoginServer server = new LoginServer(Set.of(heldKey), "publickey,password");
                SSHClient client = server.client()) {
            AuthMethod agent = keys.of(target(), new Answers()).keys().getFirst().maker().make();
            assertThatThrownBy(() -> client.auth("admin", agent)).isInstanceOf(UserAuthException.class);
            assertThat(client.getUserAuth().hadPartialSuccess()).isTrue();
            client.auth("admin", new AuthPassword(PasswordUtils.createOneOff("pw".toCharArray())));
            assertThat(client.isAuthenticated()).isTrue();
        }
    }
}
