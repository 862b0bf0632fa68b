package org.katagpu.job;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.katagpu.remote.Output;

/**
 * Takes apart what {@code job/follow.sh} prints: an answer, then the log's bytes as they are, then an answer. What
 * others print before and after it is no log. Bytes of log go to the {@link LogTail} at once.
 */
final class LogStream implements Output {
    private enum Part {
        BEFORE, LOG, AFTER
    }

    /** More than any answer; what is beyond is dropped, and the answer then has no form of ours. */
    private static final int MOST_ANSWER = 64 << 10;

    private final byte[] mark;
    private final LogTail tail;
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private final ScriptLines errors = new ScriptLines("", (line, offset) -> {});
    private Part part = Part.BEFORE;
    /** How many bytes of the mark the last bytes are. */
    private int matched;
    private boolean missing;
    private boolean abandoned;
    private @Nullable Reply end;

    LogStream(String word, LogTail tail) {
        this.mark = Replies.mark(word).getBytes(StandardCharsets.US_ASCII);
        this.tail = tail;
    }

    @Override
    public synchronized void stdout(byte[] bytes, int offset, int length) {
        int at = offset;
        int to = offset + length;
        while (at < to && part != Part.AFTER && !abandoned) {
            at = matched == mark.length ? answer(bytes, at, to) : upToMark(bytes, at, to);
        }
    }

    @Override
    public synchronized void stderr(byte[] bytes, int offset, int length) {
        errors.stderr(bytes, offset, length);
    }

    /** Nothing that comes later counts: another stream goes on. */
    synchronized void abandon() {
        abandoned = true;
    }

    synchronized boolean missing() {
        return missing;
    }

    /** The closing answer; empty when the stream broke off before it. */
    synchronized Optional<Reply> end() {
        return Optional.ofNullable(end);
    }

    List<String> errorLines() {
        return errors.lastLines();
    }

    private int upToMark(byte[] bytes, int from, int to) {
        int at = from;
        if (matched == 0) {
            while (at < to && bytes[at] != mark[0]) {
                at++;
            }
            log(bytes, from, at);
        }
        while (at < to && matched < mark.length && bytes[at] == mark[matched]) {
            at++;
            matched++;
        }
        if (at < to && matched < mark.length && matched > 0) {
            // It was log after all. The mark's first byte is nowhere else in it, so no match overlaps another.
            log(mark, 0, matched);
            matched = 0;
        }
        return at;
    }

    private void log(byte[] bytes, int from, int to) {
        if (part == Part.LOG) {
            tail.bytes(bytes, from, to - from);
        }
    }

    private int answer(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        answer.write(bytes, from, Math.min(at - from, MOST_ANSWER - answer.size()));
        if (at == to) {
            return at;
        }
        Reply reply = Reply.parse(answer.toString(StandardCharsets.UTF_8).stripTrailing());
        answer.reset();
        matched = 0;
        if (reply.kind().equals("log") && part == Part.BEFORE && !reply.fields().isEmpty()) {
            part = Part.LOG;
            tail.begin(reply.fields().getFirst());
        } else if (reply.isSoundEnd()) {
            part = Part.AFTER;
            end = reply;
        } else {
            part = Part.AFTER;
            missing = reply.kind().equals("missing");
        }
        return at + 1;
    }
}
