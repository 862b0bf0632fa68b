package org.katagpu.remote.ssh.key;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.transport.verification.PromiscuousVerifier;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;

/** A server on loopback that accepts the given public keys, and says which were offered. */
final class LoginServer implements AutoCloseable {
    final List<String> offered = new ArrayList<>();
    private final SshServer server = SshServer.setUpDefaultServer();

    /** @param accepted public keys in wire form, base64 @param methods the server's AuthenticationMethods */
    LoginServer(Set<String> accepted, String methods) throws IOException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
        CoreModuleProperties.AUTH_METHODS.set(server, methods);
        server.setPasswordAuthenticator((user, password, session) -> password.equals("pw"));
        server.setPublickeyAuthenticator((user, key, session) -> {
            ByteArrayBuffer wire = new ByteArrayBuffer();
            wire.putRawPublicKey(key);
            String base64 = Base64.getEncoder().encodeToString(wire.getCompactData());
            if (offered.isEmpty() || !offered.getLast().equals(base64)) {
                offered.add(base64);
            }
            return KeyUtils.getKeyType(key) != null && accepted.contains(base64);
        });
        server.start();
    }

    SSHClient client() throws IOException {
        SSHClient client = new SSHClient(new DefaultConfig());
        client.addHostKeyVerifier(new PromiscuousVerifier());
        client.connect("127.0.0.1", server.getPort());
        return client;
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
