package org.katagpu.remote.ssh.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;
import org.jspecify.annotations.Nullable;

/**
 * Login with one key of an agent (RFC 4252, 7). The server is asked first whether it would take the key, so that the
 * admin confirms or touches only for a key that counts.
 */
public final class AgentAuth extends AbstractAuthMethod {
    private final SshAgent agent;
    private final AgentIdentity identity;
    private final Deque<SignatureAlgorithm> algorithms;
    private boolean answered;
    private volatile @Nullable AgentException failure;

    public AgentAuth(SshAgent agent, AgentIdentity identity) {
        super("publickey");
        this.agent = agent;
        this.identity = identity;
        this.algorithms = new ArrayDeque<>(SignatureAlgorithm.of(identity.type()));
    }

    /** Why the agent did not sign; the login has then gone on as if the server had refused the key. */
    public Optional<AgentException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return request(false);
    }

    private SSHPacket request(boolean signed) throws UserAuthException {
        SSHPacket packet = super.buildReq();
        packet.putBoolean(signed).putString(algorithms.getFirst().name()).putString(identity.blob());
        return packet;
    }

    /** An older server may know only the next algorithm. A key it took once, for a part of the login, is not offered again. */
    @Override
    public boolean shouldRetry() {
        if (answered || algorithms.size() == 1) {
            return false;
        }
        algorithms.removeFirst();
        return true;
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws UserAuthException, TransportException {
        if (message != Message.USERAUTH_60) {
            super.handle(message, packet);
            return;
        }
        answered = true;
        SSHPacket request = request(true);
        byte[] signature;
        try {
            byte[] data = new Buffer.PlainBuffer().putString(params.getTransport().getSessionID())
                    .putRawBytes(request.getCompactData()).getCompactData();
            signature = agent.sign(identity, data, algorithms.getFirst());
        } catch (AgentException notSigned) {
            failure = notSigned;
            goOn();
            return;
        }
        request.putString(signature);
        params.getTransport().write(request);
    }

    /** The waiting login ends only with a server's answer: "none" is refused and costs nothing. */
    private void goOn() throws TransportException {
        SSHPacket none = new SSHPacket(Message.USERAUTH_REQUEST);
        none.putString(params.getUsername()).putString(params.getNextServiceName()).putString("none");
        params.getTransport().write(none);
    }
}
