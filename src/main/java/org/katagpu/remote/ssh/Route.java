package org.katagpu.remote.ssh;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import org.jspecify.annotations.Nullable;

/** A way to reach an address: from this machine, or from the last jump host. */
@FunctionalInterface
interface Route {
    LinkSocket open(String address, int port) throws IOException;

    /** By TCP, trying every address of a name: a host often has an IPv6 name that leads nowhere. */
    static Route direct(Duration limit) {
        return (address, port) -> {
            InetAddress[] all = InetAddress.getAllByName(address);
            int each = (int) (limit.toMillis() / all.length);
            @Nullable
            IOException last = null;
            for (InetAddress one : all) {
                Socket tcp = new Socket();
                try {
                    tcp.setTcpNoDelay(true);
                    tcp.connect(new InetSocketAddress(one, port), each);
                    return LinkSocket.over(tcp);
                } catch (IOException failed) {
                    tcp.close();
                    last = failed;
                }
            }
            throw last == null ? new ConnectException("no address") : last;
        };
    }

    static Route through(SSHClient jump) {
        return (address, port) -> {
            DirectConnection channel = jump.newDirectConnection(address, port);
            return new LinkSocket(channel.getInputStream(), WindowedOutput.unbuffered(channel),
                    () -> Channels.closeLater(channel), null,
                    port);
        };
    }
}
