package org.katagpu.remote.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import net.schmizz.sshj.connection.channel.Channel;
import org.katagpu.remote.Duplex;

/** A direct-tcpip channel as a pair of streams. */
final class ChannelDuplex implements Duplex {
    private final Channel channel;
    private final InputStream input;
    private final OutputStream output;

    ChannelDuplex(Channel channel) {
        this.channel = channel;
        this.input = new Input(channel.getInputStream());
        this.output = WindowedOutput.unbuffered(channel);
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void close() {
        Channels.closeLater(channel);
    }

    private final class Input extends FilterInputStream {
        Input(InputStream in) {
            super(in);
        }

        /** sshj's stream waits for data even when asked for none, which {@code readNBytes} does. */
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return length == 0 ? 0 : super.read(bytes, offset, length);
        }

        /** sshj gives up the whole connection when data comes for a stream that was closed: the channel goes instead. */
        @Override
        public void close() {
            ChannelDuplex.this.close();
        }
    }
}
