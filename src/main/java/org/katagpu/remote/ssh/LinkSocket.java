package org.katagpu.remote.ssh;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * The byte stream below one SSH connection, over TCP or through a jump host, as the socket sshj wants. Remembers when
 * the peer was last heard, because an answer to a keep-alive may wait behind megabytes of data while the link is well.
 */
final class LinkSocket extends Socket {
    /** Version line and key exchange take about 10 KB; sshj itself would read a greeting without end. */
    private static final long MOST_BEFORE_KEYS = 64 * 1024;

    private final InputStream in;
    private final OutputStream out;
    private final Closeable below;
    private final @Nullable InetAddress address;
    private final int port;
    private volatile long heard = System.nanoTime();
    private volatile boolean closed;
    private volatile long ration = MOST_BEFORE_KEYS;

    /** @param below closed with this socket; must not block for long */
    LinkSocket(InputStream in, OutputStream out, Closeable below, @Nullable InetAddress address, int port) {
        this.in = new Heard(in);
        this.out = out;
        this.below = below;
        this.address = address;
        this.port = port;
    }

    static LinkSocket over(Socket tcp) throws IOException {
        return new LinkSocket(tcp.getInputStream(), tcp.getOutputStream(), tcp, tcp.getInetAddress(), tcp.getPort());
    }

    /** {@link System#nanoTime()} of the last byte from the peer. */
    long lastHeard() {
        return heard;
    }

    /** The key exchange is over: from now on every packet has a bound of its own. */
    void trusted() {
        ration = Long.MAX_VALUE;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return address;
    }

    @Override
    public int getPort() {
        return port;
    }

    /** Loss is noticed by {@link LinkMonitor}, not by a read limit: an idle link is no loss. */
    @Override
    public synchronized void setSoTimeout(int timeout) throws SocketException {
        if (timeout != 0) {
            throw new SocketException("no read limit here");
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        below.close();
    }

    private final class Heard extends FilterInputStream {
        Heard(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            heard = System.nanoTime();
            use(1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            heard = System.nanoTime();
            use(count);
            return count;
        }

        private void use(int count) throws IOException {
            if (ration != Long.MAX_VALUE) {
                ration -= count;
                if (ration < 0) {
                    throw new IOException("more than " + (MOST_BEFORE_KEYS >> 10) + " KB before the key exchange");
                }
            }
        }
    }
}
