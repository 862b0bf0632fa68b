package org.katagpu.job;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.katagpu.message.Problem;
import org.katagpu.remote.Output;
import org.katagpu.remote.TooMuchOutputException;

/**
 * The lines of a script that runs directly by {@code Host.run}, such as a stage's check. Control lines count on its
 * standard output only; its standard error is log. The listener is called by one thread at a time; its offsets are
 * those of the standard output.
 */
public final class ScriptLines implements Output {
    /** Of both streams: no look at a host prints so much, and one that never stops is ended. */
    static final long MOST = 64L << 20;

    private final LineAssembler out;
    private final LineAssembler err;
    private final Deque<String> last = new ArrayDeque<>();
    private long taken;

    /** @param nonce that the script's control lines carry */
    public ScriptLines(String nonce, JobListener listener) {
        out = new LineAssembler(nonce, 0, false, (line, offset) -> {
            remember(line);
            listener.line(line, offset);
        });
        err = new LineAssembler("", 0, false, (line, offset) -> {
            remember(line);
            listener.line(line, out.offset());
        });
    }

    @Override
    public synchronized void stdout(byte[] bytes, int offset, int length) {
        count(length);
        out.feed(bytes, offset, length);
    }

    @Override
    public synchronized void stderr(byte[] bytes, int offset, int length) {
        count(length);
        err.feed(bytes, offset, length);
    }

    /** To be called once the script has ended: tells what stands without a line end. */
    public synchronized void finish() {
        out.finish();
        err.finish();
    }

    /** The last lines of log, for a {@link Problem}. */
    public synchronized List<String> lastLines() {
        return List.copyOf(last);
    }

    private void count(int length) {
        taken += length;
        if (taken > MOST) {
            throw new TooMuchOutputException(taken);
        }
    }

    private void remember(JobLine line) {
        if (line instanceof JobLine.Log(String text, boolean replacesLast)) {
            if (replacesLast) {
                last.pollLast();
            } else if (last.size() == Problem.MOST_LINES) {
                last.pollFirst();
            }
            last.addLast(text);
        }
    }
}
