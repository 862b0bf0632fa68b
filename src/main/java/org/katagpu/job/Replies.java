package org.katagpu.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.katagpu.remote.Output;

/** The answers of one of our scripts among whatever else is printed: they carry the word of this run. */
final class Replies implements Output {
    /** A host keeps some dozens of jobs; one that answers without end fills no memory. */
    private static final int MOST = 2_000;

    private final String mark;
    private final List<Reply> replies = new ArrayList<>();
    private final ScriptLines lines;

    Replies(String word) {
        mark = mark(word);
        lines = new ScriptLines("", (line, offset) -> {
            if (line instanceof JobLine.Log(String text, boolean replacesLast)) {
                int at = text.indexOf(mark);
                if (at >= 0 && replies.size() < MOST) {
                    replies.add(Reply.parse(text.substring(at + mark.length())));
                }
            }
        });
    }

    /** What stands before every answer, see {@code kg_reply}. */
    static String mark(String word) {
        return (char) ControlLines.RECORD_SEPARATOR + word + '\t';
    }

    @Override
    public void stdout(byte[] bytes, int offset, int length) {
        lines.stdout(bytes, offset, length);
    }

    @Override
    public void stderr(byte[] bytes, int offset, int length) {
        lines.stderr(bytes, offset, length);
    }

    List<Reply> all() {
        return List.copyOf(replies);
    }

    Optional<Reply> last() {
        return replies.isEmpty() ? Optional.empty() : Optional.of(replies.getLast());
    }

    List<String> lastLines() {
        return lines.lastLines().stream().filter(line -> !line.contains(mark)).toList();
    }
}
