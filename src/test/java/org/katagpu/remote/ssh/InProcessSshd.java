package org.katagpu.remote.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;

/** A server in this process that runs commands as whoever runs the tests; one password opens it for everyone. */
final class InProcessSshd implements AutoCloseable {
    static final String PASSWORD = "in process";

    private final Path hostKey;
    private final int port;
    private SshServer server;

    private InProcessSshd(Path folder) throws IOException {
        hostKey = folder.resolve("host-key");
        server = make(0);
        server.start();
        port = server.getPort();
    }

    static InProcessSshd start(Path folder) throws IOException {
        return new InProcessSshd(folder);
    }

    private SshServer make(int onPort) {
        SshServer made = SshServer.setUpDefaultServer();
        made.setHost("127.0.0.1");
        made.setPort(onPort);
        made.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(hostKey));
        made.setPasswordAuthenticator((user, password, session) -> password.equals(PASSWORD));
        made.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
        made.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        return made;
    }

    int port() {
        return port;
    }

    /** Offers ciphers that nobody should use any more. */
    @SuppressWarnings("deprecation")
    void onlyOldCiphers() {
        server.setCipherFactories(List.<NamedFactory<Cipher>>of(BuiltinCiphers.aes128cbc, BuiltinCiphers.tripledescbc));
    }

    /** Ends every connection without a word. */
    void dropConnections() {
        server.getActiveSessions().forEach(session -> ((ServerSession) session).getIoSession().close(true));
    }

    void stop() throws IOException {
        server.stop(true);
    }

    void resume() throws IOException {
        server = make(port);
        server.start();
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
