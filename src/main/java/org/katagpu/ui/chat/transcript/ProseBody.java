package org.katagpu.ui.chat.transcript;

import javafx.geometry.Point2D;
import javafx.scene.layout.Region;

import org.katagpu.ui.chat.markdown.Block;

/** A paragraph or heading. */
final class ProseBody implements BlockBody {
    private final SelectableText text;
    private final int level;

    ProseBody(Block.Prose prose) {
        level = prose.level();
        text = new SelectableText(level == 0 ? "chat-prose" : "chat-heading-" + level);
        text.show(prose.runs());
    }

    @Override
    public Region node() {
        return text;
    }

    @Override
    public boolean update(Block block) {
        if (block instanceof Block.Prose prose && prose.level() == level) {
            text.show(prose.runs());
            return true;
        }
        return false;
    }

    @Override
    public int hit(Point2D point) {
        return text.hit(point);
    }

    @Override
    public String link(Point2D point) {
        return text.link(point);
    }

    @Override
    public void select(int from, int to) {
        text.select(from, to);
    }
}
