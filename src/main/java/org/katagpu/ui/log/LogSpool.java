package org.katagpu.ui.log;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.katagpu.remote.storage.OwnFolder;

/**
 * All entries of one log, on disk. The file is the app's own, readable by its user only, and goes away with the
 * channel, even when the app is killed. The newest line is held back until the next entry, because it may still be
 * redrawn. One thread may write at a time; {@link #replay} may run beside it.
 */
final class LogSpool implements Closeable {
    private static final int BUFFER = 1 << 16;

    /** Gets entries one by one; a line's text is whole here. */
    @FunctionalInterface
    interface Reader {
        void entry(LogEntry entry) throws IOException;
    }

    private final AsynchronousFileChannel file;
    private final SpoolRecord form = new SpoolRecord();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private LogEntry.@Nullable Line heldLine;
    private String heldText = "";
    private volatile long written;

    /** How many bytes are on disk; any thread. */
    long size() {
        return written;
    }

    private LogSpool(AsynchronousFileChannel file) {
        this.file = file;
    }

    /** @param folder made where it is missing */
    static LogSpool in(Path folder) throws IOException {
        OwnFolder.make(folder);
        Path path = Files.createTempFile(folder, "log-", ".spool");
        return new LogSpool(AsynchronousFileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE));
    }

    /** Writes what was held back, then the entry; a line is held back instead. */
    void append(LogEntry entry) throws IOException {
        release();
        if (!(entry instanceof LogEntry.Line)) {
            write(form.write(entry, ""));
        }
    }

    /** The newest line, in place of the one held before. */
    void holdLine(LogEntry.Line line, String wholeText) {
        heldLine = line;
        heldText = wholeText;
    }

    /** Makes all entries readable. A line redrawn after this is there twice, as it was seen. */
    void flush() throws IOException {
        release();
        drain();
    }

    void replay(Reader reader) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new Written(), StandardCharsets.UTF_8), BUFFER)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.entry(form.read(number++, line));
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void release() throws IOException {
        LogEntry.Line line = heldLine;
        if (line != null) {
            heldLine = null;
            write(form.write(line, heldText));
            heldText = "";
        }
    }

    private void write(String row) throws IOException {
        byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
        if (bytes.length + 1 > buffer.remaining()) {
            drain();
        }
        if (bytes.length + 1 > buffer.remaining()) {
            writeFully(ByteBuffer.wrap(bytes));
        } else {
            buffer.put(bytes);
        }
        buffer.put((byte) '\n');
    }

    private void drain() throws IOException {
        writeFully(buffer.flip());
        buffer.clear();
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        long at = written;
        while (bytes.hasRemaining()) {
            at += await(file.write(bytes, at));
        }
        written = at;
    }

    /** Waits through interrupts, which would close a {@code FileChannel} and lose the log of a cancelled job. */
    private static int await(Future<Integer> transfer) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return transfer.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException failed) {
                    throw failed.getCause() instanceof IOException disk ? disk : new IOException(failed.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What is on disk now. */
    private final class Written extends InputStream {
        private final long end = written;
        private long at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int most = (int) Math.min(length, end - at);
            int count = most <= 0 ? -1 : await(file.read(ByteBuffer.wrap(into, from, most), at));
            at += Math.max(0, count);
            return count;
        }
    }
}
