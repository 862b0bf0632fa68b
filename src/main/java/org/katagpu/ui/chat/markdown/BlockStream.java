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
    private static final int LONGEST_PARAGRAPH = Parts.CHARACTERS + Parts.LEAST;
    /** The first characters of a bullet, rule or table line would make the line before them a heading for a moment. */
    private static final Pattern UNDECIDED = Pattern.compile("\\n {0,3}[-=*+|:]{1,2} ?\\z");

    private final MarkdownReader reader = new MarkdownReader();
    private final List<Block> frozen = new ArrayList<>();
    private final StringBuilder tail = new StringBuilder();
    private List<Block> open = List.of();
    /** The line that opened the code whose first parts are frozen; empty: the tail begins with a block of its own. */
    private String fence = "";

    public static List<Block> whole(String text) {
        BlockStream stream = new BlockStream();
        stream.append(text);
        return stream.finish();
    }

    public void append(String text) {
        tail.append(text);
    }

    /** Reads what came since. Costs as much as the last block is long. */
    public void update() {
        Matcher undecided = UNDECIDED.matcher(tail);
        String source = fence + (undecided.find() ? tail.substring(0, undecided.start()) : tail);
        settle(source);
        while (shorten()) {
            settle(fence + tail);
        }
    }

    /** Nothing more comes. @return all blocks */
    public List<Block> finish() {
        update();
        settle(fence + tail);
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
            return;
        }
        frozen.addAll(first);
        pieces.subList(1, pieces.size() - 1).forEach(piece -> frozen.addAll(piece.blocks()));
        open = pieces.getLast().blocks();
        tail.delete(0, pieces.getLast().start() - fence.length());
        fence = "";
    }

    private List<Block> continued(List<Block> blocks) {
        if (fence.isEmpty() || !(blocks.getFirst() instanceof Block.Code code)) {
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
            case Block.Code _ when open.size() > 1 -> shortenCode();
            case Block.Prose prose when prose.level() == 0 && tail.length() > LONGEST_PARAGRAPH -> shortenParagraph();
            default -> false;
        };
    }

    /** All parts of the code but the last. */
    private boolean shortenCode() {
        if (reader.read(fence + tail).stream().noneMatch(MarkdownReader.Piece::openFence)) {
            return false;
        }
        int begin = fence.isEmpty() ? tail.indexOf("\n") + 1 : 0;
        int end = lines(begin, (open.size() - 1) * Parts.LINES);
        if (end < 0) {
            return false;
        }
        fence = fence.isEmpty() ? tail.substring(0, begin) : fence;
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
