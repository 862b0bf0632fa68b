package org.katagpu.ui.chat.transcript;

import javafx.geometry.Point2D;
import javafx.scene.layout.Region;

import org.katagpu.ui.chat.markdown.Block;

/** A line across. */
final class RuleBody implements BlockBody {
    private final Region line = new Region();

    RuleBody() {
        line.getStyleClass().add("chat-rule");
    }

    @Override
    public Region node() {
        return line;
    }

    @Override
    public boolean update(Block block) {
        return block instanceof Block.Rule;
    }

    @Override
    public int hit(Point2D point) {
        return 0;
    }

    @Override
    public String link(Point2D point) {
        return "";
    }

    @Override
    public void select(int from, int to) {}
}
