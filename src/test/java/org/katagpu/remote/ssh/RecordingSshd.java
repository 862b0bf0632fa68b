package org.katagpu.remote.ssh;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;

/** A server in this process that lets one password in and keeps every password it was ever given. */
public final class RecordingSshd implements AutoCloseable {
    public final List<String> given = new CopyOnWriteArrayList<>();
    /** The same by the connection they came on. */
    public final Map<String, List<String>> by = new ConcurrentHashMap<>();
    private final SshServer server = SshServer.setUpDefaultServer();

    /** @param method {@code password} or {@code keyboard-interactive}: how it asks */
    public RecordingSshd(String password, String method) throws IOException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
        CoreModuleProperties.AUTH_METHODS.set(server, method);
        server.setPasswordAuthenticator((user, offered, session) -> {
            given.add(offered);
            by.computeIfAbsent(String.valueOf(session.getClientAddress()), _ -> new CopyOnWriteArrayList<>())
                    .add(offered);
            return offered.equals(password);
        });
        server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.start();
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
