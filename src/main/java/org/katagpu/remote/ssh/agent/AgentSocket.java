package org.katagpu.remote.ssh.agent;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

import org.katagpu.remote.Duplex;

/** Opens the way to an agent: a Unix socket, or on Windows OpenSSH's named pipe, which is opened like a file. */
final class AgentSocket {
    private static final String PIPES = "\\\\.\\pipe\\";

    private AgentSocket() {}

    static Duplex open(Path path) throws IOException {
        if (path.toString().startsWith(PIPES)) {
            RandomAccessFile pipe = new RandomAccessFile(path.toString(), "rw");
            return new Streams(Channels.newInputStream(pipe.getChannel()), Channels.newOutputStream(pipe.getChannel()),
                    pipe);
        }
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean connected = false;
        try {
            socket.connect(UnixDomainSocketAddress.of(path));
            connected = true;
            return new Streams(Channels.newInputStream(socket), Channels.newOutputStream(socket), socket);
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    private record Streams(InputStream input, OutputStream output, Closeable both) implements Duplex {
        @Override
        public void close() throws IOException {
            both.close();
        }
    }
}
