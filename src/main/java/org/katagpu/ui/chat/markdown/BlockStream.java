package org.katagpu.ui.chat.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a text that is still being written. Only what may still change is read again: the last block, the last
 * item of a list, the last lines of long code. What is frozen never changes.
 */
public final class BlockStream {
    /** What is read at once: a long text that comes at once costs no more than one that comes word by word. */
    private static final int PIECE = 2_000;
    private static final int LONGEST_PARAGRAPH = Parts.CHARACTERS + Parts.LEAST;
    /** The first characters of a bullet, rule or table line would make the line before them a heading for a moment. */
    private static final Pattern UNDECIDED = Pattern.compile("\\n {0,3}[-=*+|:]{1,2} ?\\z");

    private final MarkdownReader reader = new MarkdownReader();
    private final List<Block> frozen = new ArrayList<>();
    private final StringBuilder tail = new StringBuilder();
    /** What came since the last reading. */
    private final StringBuilder news = new StringBuilder();
    /** Whether what came last ended with a carriage return, whose line feed may follow. */
    private boolean returned;
    private List<Block> open = List.of();
    /** The lines that opened the code or table whose first parts are frozen; empty: the tail begins with a block of its own. */
    private String opening = "";

    public static List<Block> whole(String text) {
        BlockStream stream = new BlockStream();
        stream.append(text);
        return stream.finish();
    }

    public void append(String text) {
        if (text.isEmpty()) {
            return;
        }
        // Lines are counted by their ends, of which there is one kind then.
        String rest = returned && text.charAt(0) == '\n' ? text.substring(1) : text;
        returned = text.charAt(text.length() - 1) == '\r';
        news.append(rest.replace("\r\n", "\n").replace('\r', '\n'));
    }

    /** Reads what came since. Costs as much as that and the last block are long. */
    public void update() {
        int read = 0;
        while (read < news.length()) {
            // As much again as must be read again: in all no more than twice the text.
            int end = Math.min(news.length(), read + Math.max(PIECE, tail.length()));
            tail.append(news, read, end);
            read = end;
            readTail();
        }
        news.setLength(0);
    }

    private void readTail() {
        settle(decided());
        while (shorten()) {
            settle(decided());
        }
    }

    private String decided() {
        Matcher undecided = UNDECIDED.matcher(tail);
        return opening + (undecided.find() ? tail.substring(0, undecided.start()) : tail);
    }

    /** Nothing more comes. @return all blocks */
    public List<Block> finish() {
        update();
        settle(opening + tail);
        frozen.addAll(open);
        open = List.of();
        tail.setLength(0);
        return frozen();
    }

    /** What does not change any more. */
    public List<Block> frozen() {
        return List.copyOf(frozen);
    }

    public int frozenCount() {
        return frozen.size();
    }

    public List<Block> frozenFrom(int index) {
        return List.copyOf(frozen.subList(index, frozen.size()));
    }

    /** What may change with the next word. */
    public List<Block> open() {
        return open;
    }

    private void settle(String source) {
        List<MarkdownReader.Piece> pieces = reader.read(source);
        if (pieces.isEmpty()) {
            open = List.of();
            return;
        }
        List<Block> first = continued(pieces.getFirst().blocks());
        if (pieces.size() == 1) {
            open = first;
            if (opening.isEmpty()) {
                // Empty lines before it: its own first line opens it.
                tail.delete(0, pieces.getFirst().start());
            }
            return;
        }
        frozen.addAll(first);
        pieces.subList(1, pieces.size() - 1).forEach(piece -> frozen.addAll(piece.blocks()));
        open = pieces.getLast().blocks();
        tail.delete(0, Math.max(0, pieces.getLast().start() - opening.length()));
        opening = "";
    }

    private List<Block> continued(List<Block> blocks) {
        if (opening.isEmpty() || !(blocks.getFirst() instanceof Block.Code code)) {
            return blocks;
        }
        List<Block> parts = new ArrayList<>(blocks);
        parts.set(0, new Block.Code(code.frame(), code.language(), code.text(), false, code.closes()));
        return parts;
    }

    /** Freezes the beginning of a last block that has grown long. @return whether it was */
    private boolean shorten() {
        if (open.isEmpty() || !open.getFirst().frame().nests().isEmpty()) {
            return false;
        }
        return switch (open.getFirst()) {
            case Block.Code _ when open.size() > 1 -> openFence() && shortenLines(1);
            case Block.Table _ when open.size() > 1 -> shortenLines(2);
            case Block.Prose prose when prose.level() == 0 && tail.length() > LONGEST_PARAGRAPH -> shortenParagraph();
            default -> false;
        };
    }

    private boolean openFence() {
        return reader.read(opening + tail).stream().anyMatch(MarkdownReader.Piece::openFence);
    }

    /** All parts of code or a table but the last. @param head how many lines open it */
    private boolean shortenLines(int head) {
        int begin = 0;
        for (int line = 0; opening.isEmpty() && line < head; line++) {
            begin = tail.indexOf("\n", begin) + 1;
        }
        int end = lines(begin, (open.size() - 1) * Parts.LINES);
        if (end < 0) {
            return false;
        }
        opening = opening.isEmpty() ? tail.substring(0, begin) : opening;
        frozen.addAll(open.subList(0, open.size() - 1));
        tail.delete(0, end);
        return true;
    }

    /** @return where the tail goes on after some more lines; -1: it has not so many */
    private int lines(int from, int count) {
        int at = from;
        for (int line = 0; line < count; line++) {
            at = tail.indexOf("\n", at) + 1;
            if (at == 0) {
                return -1;
            }
        }
        return at;
    }

    private boolean shortenParagraph() {
        int at = Parts.cut(tail);
        reader.read(tail.substring(0, at)).forEach(piece -> frozen.addAll(piece.blocks()));
        tail.delete(0, at);
        return true;
    }
}
