package org.katagpu.remote;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Keeps what a script printed, up to a bound on each stream; what comes after it is dropped and said so. A script that
 * never stops printing is ended.
 */
public final class Capture implements Output {
    /** So much is dropped on each stream before the call ends. */
    static final long MOST_DROPPED = 32L << 20;

    private final int most;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long dropped;

    public Capture(int mostBytes) {
        this.most = mostBytes;
    }

    @Override
    public synchronized void stdout(byte[] bytes, int offset, int length) {
        keep(out, bytes, offset, length);
    }

    @Override
    public synchronized void stderr(byte[] bytes, int offset, int length) {
        keep(err, bytes, offset, length);
    }

    private void keep(ByteArrayOutputStream stream, byte[] bytes, int offset, int length) {
        int room = Math.min(length, most - stream.size());
        stream.write(bytes, offset, room);
        dropped += length - room;
        if (dropped > MOST_DROPPED) {
            throw new TooMuchOutputException(stream.size() + dropped);
        }
    }

    public synchronized boolean truncated() {
        return dropped > 0;
    }

    public synchronized byte[] bytes() {
        return out.toByteArray();
    }

    public synchronized String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public synchronized List<String> errorLines() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
