package org.katagpu.job;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What this room reads of a host, for the fuzz targets. */
public final class JobReaders {
    public static final String WORD = "0123456789abcdef";

    private JobReaders() {}

    /** A job's log, in pieces whose sizes the first byte says. */
    public static Object log(byte[] input) {
        long[] told = new long[2];
        LineAssembler lines = new LineAssembler(WORD, 0, false, (line, offset) -> {
            if (offset < told[0] || offset > input.length) {
                throw new IllegalStateException("offset " + offset + " after " + told[0]);
            }
            told[0] = offset;
            told[1] += line instanceof JobLine.Control ? 1_000 : 1;
        });
        pieces(input, lines::feed);
        lines.finish();
        if (lines.offset() != input.length) {
            throw new IllegalStateException(lines.offset() + " of " + input.length);
        }
        return told[1];
    }

    /** What follow.sh prints. */
    public static Object follow(byte[] input) {
        int[] told = new int[1];
        LogTail tail = new LogTail(0, (line, offset) -> told[0]++);
        LogStream stream = new LogStream(WORD, tail);
        pieces(input, stream::stdout);
        stream.stderr(input, 0, input.length);
        tail.finish();
        Optional<Reply> end = stream.end().filter(Reply::isSoundEnd);
        end.ifPresent(reply -> {
            reply.end();
            reply.logSize();
            reply.stillRunning();
        });
        return end.isPresent() + "" + stream.missing() + told[0];
    }

    /** What the other job scripts answer. */
    public static Object answers(byte[] input) {
        Replies replies = new Replies(WORD);
        pieces(input, replies::stdout);
        replies.stderr(input, 0, input.length);
        long jobs = replies.all().stream().filter(reply -> reply.job().isPresent()).count();
        long ends = replies.all().stream().filter(Reply::isSoundEnd).peek(Reply::end).count();
        return jobs + "/" + ends + "/" + replies.lastLines().size();
    }

    private interface Feed {
        void bytes(byte[] bytes, int offset, int length);
    }

    private static void pieces(byte[] input, Feed feed) {
        int size = input.length == 0 ? 1 : 1 + (input[0] & 0xff) * (input[0] & 0xff);
        for (int at = 0; at < input.length; at += size) {
            feed.bytes(input, at, Math.min(size, input.length - at));
        }
    }

    /** A seed: a control line in a log. */
    public static byte[] controlLine(String json) {
        return ("\u001ekatagpu " + WORD + " " + json + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
