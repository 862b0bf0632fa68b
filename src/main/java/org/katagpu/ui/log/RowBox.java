package org.katagpu.ui.log;

import java.util.ArrayList;
import java.util.List;

import javafx.scene.layout.Pane;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * Draws one row: a level bar, the time stamp, the pieces. Its nodes are kept and filled anew, because while lines
 * stream by every visible row changes with every frame.
 */
final class RowBox extends Pane {
    private static final double BAR = 3;
    private static final double GAP = 10;
    private static final double END = 12;
    private static final int TIME_COLUMNS = 8;

    private final LogFont font;
    private final Rectangle bar;
    private final Text time = new Text();
    private final List<Text> texts = new ArrayList<>();
    private final List<Rectangle> marks = new ArrayList<>();
    private double width;

    RowBox(LogFont font) {
        this.font = font;
        bar = new Rectangle(BAR, font.rowHeight() - 2);
        bar.setY(1);
        bar.setManaged(false);
        time.setFont(font.mono());
        time.setManaged(false);
        time.setX(BAR + GAP);
        time.setY(font.baseline());
        getChildren().addAll(bar, time);
        setMouseTransparent(true);
    }

    void show(@Nullable Color level, @Nullable String stamp, Color stampFill, List<TextRun> pieces) {
        bar.setVisible(level != null);
        bar.setFill(level);
        time.setVisible(stamp != null);
        time.setText(stamp == null ? "" : stamp);
        time.setFill(stampFill);
        double x = BAR + GAP + (stamp == null ? 0 : TIME_COLUMNS * font.column() + GAP);
        int marked = 0;
        for (int i = 0; i < pieces.size(); i++) {
            TextRun piece = pieces.get(i);
            Text text = text(i);
            text.setText(piece.text());
            text.setFont(piece.font());
            text.setFill(piece.fill());
            text.setUnderline(piece.underline());
            text.setX(x);
            double pieceWidth = text.getLayoutBounds().getWidth();
            if (piece.mark() != null) {
                Rectangle mark = mark(marked++);
                mark.setX(x);
                mark.setWidth(pieceWidth);
                mark.setFill(piece.mark());
                mark.setStroke(piece.ring());
            }
            x += pieceWidth;
        }
        hideFrom(texts, pieces.size());
        hideFrom(marks, marked);
        width = x + END;
        requestLayout();
    }

    @Override
    protected double computePrefWidth(double height) {
        return width;
    }

    @Override
    protected double computePrefHeight(double forWidth) {
        return font.rowHeight();
    }

    private Text text(int index) {
        if (index == texts.size()) {
            Text text = new Text();
            text.setManaged(false);
            text.setY(font.baseline());
            texts.add(text);
            getChildren().add(text);
        }
        Text text = texts.get(index);
        text.setVisible(true);
        return text;
    }

    private Rectangle mark(int index) {
        if (index == marks.size()) {
            Rectangle mark = new Rectangle(0, 1, 0, font.rowHeight() - 2);
            mark.setArcWidth(4);
            mark.setArcHeight(4);
            mark.setManaged(false);
            marks.add(mark);
            getChildren().addFirst(mark);
        }
        Rectangle mark = marks.get(index);
        mark.setVisible(true);
        return mark;
    }

    private static void hideFrom(List<? extends javafx.scene.Node> nodes, int first) {
        for (int i = first; i < nodes.size(); i++) {
            nodes.get(i).setVisible(false);
        }
    }
}
