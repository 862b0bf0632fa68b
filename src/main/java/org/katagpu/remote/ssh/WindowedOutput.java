package org.katagpu.remote.ssh;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.locks.LockSupport;
import net.schmizz.sshj.connection.channel.Channel;

/**
 * Writes to a channel no more than its window has room for. sshj's own stream waits for room while it holds the lock
 * that its reader thread needs when the channel closes: one script that stops reading would freeze the connection.
 */
final class WindowedOutput extends OutputStream {
    private static final int BUFFER = 32 * 1024;
    private static final long SHORTEST_WAIT = 100_000;
    private static final long LONGEST_WAIT = 5_000_000;

    private final Channel channel;
    private final OutputStream out;

    private WindowedOutput(Channel channel) {
        this.channel = channel;
        this.out = channel.getOutputStream();
    }

    static OutputStream to(Channel channel) {
        return new BufferedOutputStream(new WindowedOutput(channel), BUFFER);
    }

    /** For a peer that must see each write at once. */
    static OutputStream unbuffered(Channel channel) {
        return new WindowedOutput(channel);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[]{(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            int now = (int) Math.min(left, awaitRoom());
            out.write(bytes, from, now);
            out.flush();
            from += now;
            left -= now;
        }
    }

    private long awaitRoom() throws IOException {
        long wait = SHORTEST_WAIT;
        while (channel.isOpen()) {
            long room = channel.getRemoteWinSize();
            if (room > 0) {
                return room;
            }
            LockSupport.parkNanos(wait);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException();
            }
            wait = Math.min(2 * wait, LONGEST_WAIT);
        }
        throw new IOException("the channel is closed");
    }

    /** Sends end of file. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
