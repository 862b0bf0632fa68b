package org.katagpu.kataconf.change;

import java.util.List;

import org.katagpu.kataconf.toml.Span;

/**
 * One row of a side-by-side view.
 *
 * @param leftLine number of the line before, from 1; 0 where there is none
 * @param left its text, without the line break
 * @param leftMarks the words that changed in it
 */
public record DiffRow(Kind kind, int leftLine, String left, List<Span> leftMarks, int rightLine, String right,
        List<Span> rightMarks) {
    public enum Kind {
        SAME, CHANGED, REMOVED, ADDED
    }

    public DiffRow {
        leftMarks = List.copyOf(leftMarks);
        rightMarks = List.copyOf(rightMarks);
    }
}
