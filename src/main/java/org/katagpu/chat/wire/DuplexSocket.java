package org.katagpu.chat.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Arrays;
import org.katagpu.remote.Duplex;

/** A stream through the host in the shape that TLS and HTTP libraries want. It is connected from the start. */
final class DuplexSocket extends Socket {
    private final Duplex duplex;
    private final Seen input;
    private final OutputStream output;
    private volatile boolean closed;

    DuplexSocket(Duplex duplex) {
        this.duplex = duplex;
        this.input = new Seen(duplex.input());
        this.output = duplex.output();
    }

    /** The first bytes the peer sent, at most {@value Seen#MOST}: what it speaks, where a library did not understand it. */
    byte[] firstBytes() {
        return input.first();
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return output;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        duplex.close();
    }

    /** Stopping is by closing or by an interrupt: there is no timer below. */
    @Override
    public void setSoTimeout(int milliseconds) {}

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setSoLinger(boolean on, int seconds) {}

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public InetAddress getInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    private static final class Seen extends FilterInputStream {
        private static final int MOST = 8;

        private final byte[] first = new byte[MOST];
        private int count;

        Seen(InputStream in) {
            super(in);
        }

        synchronized byte[] first() {
            return Arrays.copyOf(first, count);
        }

        private synchronized void note(byte[] bytes, int offset, int length) {
            int room = Math.min(length, MOST - count);
            System.arraycopy(bytes, offset, first, count, room);
            count += room;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            if (one >= 0 && count < MOST) {
                note(new byte[]{(byte) one}, 0, 1);
            }
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int got = super.read(bytes, offset, length);
            if (got > 0 && count < MOST) {
                note(bytes, offset, got);
            }
            return got;
        }
    }
}
