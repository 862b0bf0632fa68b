package org.katagpu.chat;

import java.nio.file.Path;
import java.util.Optional;
import org.katagpu.chat.wire.HttpChatClient;
import org.katagpu.remote.Host;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;
import org.katagpu.remote.Target;
import org.katagpu.remote.ssh.RealSshd;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.TestUser;
import org.katagpu.remote.ssh.trust.HostKeyTrust;

/** This machine as the host, over a real OpenSSH server. Needs root. */
final class LoopbackSsh {
    private LoopbackSsh() {}

    static Host connect(RealSshd sshd, TestUser user, Path folder) throws Exception {
        return new SshConnector(new HostKeyTrust(folder, folder.resolve("known")))
                .connect(Target.of(sshd.address(), sshd.port(), user.name()), new Questions() {
                    @Override
                    public HostKeyAnswer hostKey(HostKeyQuestion question) {
                        return HostKeyAnswer.ONCE;
                    }

                    @Override
                    public Optional<char[]> secret(SecretQuestion question) {
                        return question.kind() == SecretKind.LOGIN_PASSWORD
                                ? Optional.of(user.password().toCharArray())
                                : Optional.empty();
                    }
                });
    }

    static ChatClient client(Host host, int port) {
        return client(host, port, Optional.empty(), ApiKey.NONE);
    }

    static ChatClient client(Host host, int port, Optional<CertificatePin> pin, ApiKey key) {
        return new HttpChatClient(host::dial, host.label(), new Endpoint("127.0.0.1", port, pin, "m", key));
    }
}
