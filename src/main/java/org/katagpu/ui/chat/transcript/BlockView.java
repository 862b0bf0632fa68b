package org.katagpu.ui.chat.transcript;

import java.util.ArrayList;
import java.util.List;

import javafx.geometry.Orientation;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

import org.katagpu.ui.chat.markdown.Block;
import org.katagpu.ui.chat.markdown.Frame;

/** One block with the bars of the quotes and the bullets of the lists it stands in. */
final class BlockView extends Region {
    private static final double QUOTE_WIDTH = 14;
    private static final double BAR_WIDTH = 3;
    private static final double ITEM_WIDTH = 24;

    private final BlockBody body;
    private final Region content;
    private final Label marker = new Label();
    private final List<Region> bars = new ArrayList<>();
    private Frame frame;

    BlockView(Block block, BlockBody body) {
        this.body = body;
        content = body.node();
        frame = block.frame();
        getStyleClass().addAll("chat-block", styleOf(block));
        setAccessibleRole(AccessibleRole.TEXT);
        marker.getStyleClass().add("chat-marker");
        getChildren().addAll(content, marker);
        frame(block);
    }

    private static String styleOf(Block block) {
        boolean item = block.frame().nests().contains(Frame.Nest.ITEM);
        return switch (block) {
            case Block.Prose prose -> prose.level() > 0
                    ? "chat-heading-block"
                    : item ? "chat-item-block" : "chat-paragraph-block";
            case Block.Code code -> (code.opens() ? "chat-code-first" : "chat-code-further")
                    + (code.closes() ? "-last" : "");
            case Block.Table _ -> "chat-table-block";
            case Block.Rule _ -> "chat-rule-block";
        };
    }

    /** Shows a block that has grown. @return false: it has become another kind, and needs a view of its own */
    boolean update(Block block) {
        if (!getStyleClass().contains(styleOf(block)) || !body.update(block)) {
            return false;
        }
        frame(block);
        requestLayout();
        return true;
    }

    private void frame(Block block) {
        frame = block.frame();
        setAccessibleText(block.text());
        marker.setText(frame.marker());
        long quotes = frame.nests().stream().filter(Frame.Nest.QUOTE::equals).count();
        while (bars.size() < quotes) {
            Region bar = new Region();
            bar.getStyleClass().add("chat-quote-bar");
            bars.add(bar);
            getChildren().add(bar);
        }
    }

    /** Where in the block's text a point of this node lies. */
    int hit(Point2D point) {
        return body.hit(content.parentToLocal(point));
    }

    String link(Point2D point) {
        return body.link(content.parentToLocal(point));
    }

    void select(int from, int to) {
        body.select(from, to);
    }

    private double left() {
        return snappedLeftInset() + frame.nests().stream()
                .mapToDouble(nest -> nest == Frame.Nest.QUOTE ? QUOTE_WIDTH : ITEM_WIDTH).sum();
    }

    @Override
    protected void layoutChildren() {
        double x = snappedLeftInset();
        int bar = 0;
        double lastItem = x;
        for (Frame.Nest nest : frame.nests()) {
            if (nest == Frame.Nest.QUOTE) {
                bars.get(bar++).resizeRelocate(x, 0, BAR_WIDTH, getHeight());
                x += QUOTE_WIDTH;
            } else {
                lastItem = x;
                x += ITEM_WIDTH;
            }
        }
        double width = Math.max(0, getWidth() - x - snappedRightInset());
        content.resizeRelocate(x, snappedTopInset(), width, content.prefHeight(width));
        double wide = Math.max(ITEM_WIDTH - 6, marker.prefWidth(-1));
        marker.resizeRelocate(lastItem + ITEM_WIDTH - 6 - wide, snappedTopInset(), wide, marker.prefHeight(-1));
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        double inner = Math.max(0, width - left() - snappedRightInset());
        return snappedTopInset() + snappedBottomInset() + snapSizeY(content.prefHeight(inner));
    }
}
