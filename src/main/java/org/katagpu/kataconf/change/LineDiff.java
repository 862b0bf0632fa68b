package org.katagpu.kataconf.change;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.katagpu.kataconf.change.SequenceDiff.Block;
import org.katagpu.kataconf.toml.Span;

/** Two texts side by side, line by line, with the changed words marked. */
public final class LineDiff {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_.-]+|\\s+|.");
    /** Words of longer lines are not compared. */
    private static final int LONGEST = 4_000;

    private final List<String> left;
    private final List<String> right;
    private final List<Block> blocks;

    public LineDiff(String before, String after) {
        this.left = lines(before);
        this.right = lines(after);
        this.blocks = new SequenceDiff<>(left, right).blocks();
    }

    /** Each line with its line break's carriage return, without its newline. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }

    public boolean isEmpty() {
        return blocks.isEmpty();
    }

    /** All lines, unchanged ones too. */
    public List<DiffRow> rows() {
        return rows(Integer.MAX_VALUE);
    }

    /** Changed lines with at most {@code context} unchanged ones around them; gaps show in the line numbers. */
    public List<DiffRow> rows(int context) {
        List<DiffRow> rows = new ArrayList<>();
        int at = 0;
        int shift = 0;
        for (int i = 0; i <= blocks.size(); i++) {
            int to = i < blocks.size() ? blocks.get(i).leftFrom() : left.size();
            int after = i == 0 ? 0 : context;
            int before = i == blocks.size() && i > 0 ? 0 : context;
            same(rows, at, to, shift, after, before);
            if (i < blocks.size()) {
                changed(rows, blocks.get(i));
                at = blocks.get(i).leftTo();
                shift = blocks.get(i).rightTo() - at;
            }
        }
        return rows;
    }

    /** Of the unchanged lines {@code [from, to)} the first {@code after} and the last {@code before}. */
    private void same(List<DiffRow> rows, int from, int to, int shift, int after, int before) {
        for (int i = from; i < to; i++) {
            if (i - from < after || to - i <= before) {
                rows.add(new DiffRow(DiffRow.Kind.SAME, i + 1, shown(left.get(i)), List.of(), i + shift + 1,
                        shown(right.get(i + shift)), List.of()));
            }
        }
    }

    private void changed(List<DiffRow> rows, Block block) {
        int pairs = Math.min(block.leftTo() - block.leftFrom(), block.rightTo() - block.rightFrom());
        for (int i = 0; i < pairs; i++) {
            rows.add(pair(block.leftFrom() + i, block.rightFrom() + i));
        }
        for (int i = block.leftFrom() + pairs; i < block.leftTo(); i++) {
            rows.add(new DiffRow(DiffRow.Kind.REMOVED, i + 1, shown(left.get(i)), List.of(), 0, "", List.of()));
        }
        for (int i = block.rightFrom() + pairs; i < block.rightTo(); i++) {
            rows.add(new DiffRow(DiffRow.Kind.ADDED, 0, "", List.of(), i + 1, shown(right.get(i)), List.of()));
        }
    }

    private DiffRow pair(int leftLine, int rightLine) {
        String before = shown(left.get(leftLine));
        String after = shown(right.get(rightLine));
        List<Span> leftMarks = new ArrayList<>();
        List<Span> rightMarks = new ArrayList<>();
        if (before.length() <= LONGEST && after.length() <= LONGEST) {
            List<Span> leftWords = words(before);
            List<Span> rightWords = words(after);
            for (Block block : new SequenceDiff<>(leftWords.stream().map(span -> span.of(before)).toList(),
                    rightWords.stream().map(span -> span.of(after)).toList()).blocks()) {
                mark(leftMarks, leftWords, block.leftFrom(), block.leftTo());
                mark(rightMarks, rightWords, block.rightFrom(), block.rightTo());
            }
        }
        return new DiffRow(DiffRow.Kind.CHANGED, leftLine + 1, before, leftMarks, rightLine + 1, after, rightMarks);
    }

    private static void mark(List<Span> marks, List<Span> words, int from, int to) {
        if (from < to) {
            marks.add(new Span(words.get(from).start(), words.get(to - 1).end()));
        }
    }

    private static List<Span> words(String line) {
        List<Span> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(new Span(word.start(), word.end()));
        }
        return words;
    }

    private static String shown(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
