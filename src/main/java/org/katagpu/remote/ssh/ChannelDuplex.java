package org.katagpu.remote.ssh;

import java.io.InputStream;
import java.io.OutputStream;
import net.schmizz.sshj.connection.channel.Channel;
import org.katagpu.remote.Duplex;

/** A direct-tcpip channel as a pair of streams. */
final class ChannelDuplex implements Duplex {
    private final Channel channel;
    private final OutputStream output;

    ChannelDuplex(Channel channel) {
        this.channel = channel;
        this.output = PacedOutput.unbuffered(channel);
    }

    @Override
    public InputStream input() {
        return channel.getInputStream();
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void close() {
        Channels.closeLater(channel);
    }
}
