package org.katagpu.practice;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.forward.ForwardingFilter;
import org.apache.sshd.server.forward.TcpForwardingFilter.Type;
import org.apache.sshd.server.forward.TcpipServerChannel;
import org.katagpu.practice.model.Addresses;

/**
 * The addresses that can be dialled through the practice host. Each stands for a port on loopback that was given by
 * {@link #expose}; everything else is refused, so a client can reach nothing of the real network through it.
 */
final class Forwards extends TcpipServerChannel.TcpipFactory implements ForwardingFilter, Addresses {
    private static final String LOOPBACK = "127.0.0.1";

    private final Map<SshdSocketAddress, Integer> exposed = new ConcurrentHashMap<>();

    Forwards() {
        super(Type.Direct);
    }

    @Override
    public void expose(String address, int port, int loopbackPort) {
        exposed.put(new SshdSocketAddress(address, port), loopbackPort);
    }

    @Override
    public void conceal(String address, int port) {
        exposed.remove(new SshdSocketAddress(address, port));
    }

    @Override
    public Channel createChannel(Session session) {
        return new MappedChannel();
    }

    @Override
    public boolean canConnect(Type type, SshdSocketAddress address, Session session) {
        return type == Type.Direct && LOOPBACK.equals(address.getHostName())
                && exposed.containsValue(address.getPort());
    }

    @Override
    public boolean canListen(SshdSocketAddress address, Session session) {
        return false;
    }

    @Override
    public boolean canForwardAgent(Session session, String requestType) {
        return false;
    }

    @Override
    public boolean canForwardX11(Session session, String requestType) {
        return false;
    }

    /** Turns the address asked for into the loopback port it stands for, before the filter sees it. */
    private final class MappedChannel extends TcpipServerChannel {
        MappedChannel() {
            super(Type.Direct, null);
        }

        @Override
        protected OpenFuture doInit(Buffer asked) {
            String host = asked.getString();
            int port = asked.getInt();
            Integer loopbackPort = exposed.get(new SshdSocketAddress(host, port));
            Buffer mapped = new ByteArrayBuffer();
            mapped.putString(loopbackPort == null ? host : LOOPBACK);
            mapped.putUInt(loopbackPort == null ? port : loopbackPort);
            mapped.putBuffer(asked);
            return super.doInit(mapped);
        }
    }
}
