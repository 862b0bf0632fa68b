package org.katagpu.practice;

import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.command.Command;

/** The SSH server itself: password login, single commands, dialling; no shell, no subsystem, no listening. */
final class PracticeServer implements AutoCloseable {
    private final SshServer server = SshServer.setUpDefaultServer();

    /** Listens when it returns. @param port 0 for any free one */
    PracticeServer(String address, int port, KeyPair key, BiPredicate<String, String> login,
            Function<String, Command> commands, Forwards forwards) throws IOException {
        server.setHost(address);
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(key));
        server.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
        server.setPasswordAuthenticator((user, password, session) -> login.test(user, password));
        server.setCommandFactory((channel, line) -> commands.apply(line));
        server.setShellFactory(null);
        server.setSubsystemFactories(List.of());
        server.setForwardingFilter(forwards);
        server.setChannelFactories(List.of(ChannelSessionFactory.INSTANCE, forwards));
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.SOCKET_REUSEADDR.set(server, true);
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        server.start();
    }

    int port() {
        return server.getPort();
    }

    int sessions() {
        return server.getActiveSessions().size();
    }

    void dropConnections() {
        for (AbstractSession session : server.getActiveSessions()) {
            session.close(true);
        }
    }

    void freezeConnections() {
        for (AbstractSession session : server.getActiveSessions()) {
            session.getIoSession().suspendRead();
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
