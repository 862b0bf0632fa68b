package org.katagpu.remote.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.katagpu.remote.Output;

/**
 * Holds back what is printed before the script: a {@code ~/.bashrc} that greets, sudo's lecture and prompts. The
 * script's first act is to print a mark with our nonce on both streams; only what follows it is passed on.
 */
final class PreambleFilter implements Output {
    /** More early output than this is cut at its front. */
    private static final int MOST_EARLY = 64 * 1024;
    /** More than this in all before the script began is not a greeting. */
    static final long MOST_PREAMBLE = 8L << 20;
    /** Behind the mark there is a process group at most: without a line end soon, it is not our mark. */
    private static final int MOST_MARK_LINE = 64;

    private final String mark;
    private final Output script;
    private final Side out = new Side();
    private final Side err = new Side();
    private volatile boolean shut;
    private long total;
    private OptionalLong processGroup = OptionalLong.empty();

    PreambleFilter(String mark, Output script) {
        this.mark = mark;
        this.script = script;
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) {
        int from = out.passed(bytes, offset, length);
        if (from < offset + length && !shut) {
            script.stdout(bytes, from, offset + length - from);
        }
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) {
        int from = err.passed(bytes, offset, length);
        if (from < offset + length && !shut) {
            script.stderr(bytes, from, offset + length - from);
        }
    }

    /** Nothing more is passed on: the caller has gone. */
    void shut() {
        shut = true;
    }

    /** Whether the script began. */
    synchronized boolean begun() {
        return out.open;
    }

    /** How many bytes came before the script began. */
    synchronized long total() {
        return total;
    }

    /** The script's process group on the host, where it could tell. */
    synchronized OptionalLong processGroup() {
        return processGroup;
    }

    /** What both streams held so far before the mark: standard error, then standard output. */
    synchronized String early() {
        return err.text() + out.text();
    }

    synchronized List<String> earlyLines() {
        return early().lines().filter(line -> !line.isBlank()).toList();
    }

    /** Waits until there is more early text than {@code seen}, the script began, or the time is over. */
    synchronized void awaitMore(int seen, long millis) throws InterruptedException {
        long until = System.nanoTime() + millis * 1_000_000;
        while (!out.open && early().length() <= seen) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    private final class Side {
        private final ByteArrayOutputStream early = new ByteArrayOutputStream();
        private boolean open;

        /** @return where in the bytes the script's own output begins; behind their end if it does not yet */
        private int passed(byte[] bytes, int offset, int length) {
            synchronized (PreambleFilter.this) {
                if (open) {
                    return offset;
                }
                total += length;
                int before = early.size();
                early.write(bytes, offset, length);
                String all = early.toString(StandardCharsets.ISO_8859_1);
                int at = all.indexOf(mark);
                int end = at < 0 ? -1 : all.indexOf('\n', at);
                if (end < 0) {
                    trim(all, at >= 0 && all.length() - at - mark.length() <= MOST_MARK_LINE);
                    PreambleFilter.this.notifyAll();
                    return offset + length;
                }
                begin(all.substring(at + mark.length(), end).strip());
                early.reset();
                early.writeBytes(all.substring(0, at).getBytes(StandardCharsets.ISO_8859_1));
                return offset + end + 1 - before;
            }
        }

        private void begin(String group) {
            open = true;
            if (group.matches("[1-9][0-9]{0,9}")) {
                processGroup = OptionalLong.of(Long.parseLong(group));
            }
            PreambleFilter.this.notifyAll();
        }

        private void trim(String all, boolean markBegan) {
            if (all.length() > MOST_EARLY && !markBegan) {
                early.reset();
                early.writeBytes(all.substring(all.length() - MOST_EARLY / 2).getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        private String text() {
            return early.toString(StandardCharsets.UTF_8);
        }
    }
}
