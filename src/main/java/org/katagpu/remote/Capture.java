package org.katagpu.remote;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Keeps what a script printed, up to a bound on each stream; what comes after it is dropped and said so. */
public final class Capture implements Output {
    private final int most;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private boolean truncated;

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
        truncated |= room < length;
    }

    public synchronized boolean truncated() {
        return truncated;
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
