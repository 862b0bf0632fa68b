package org.katagpu.ui.chat.transcript;

import javafx.geometry.Point2D;
import javafx.scene.layout.Region;

import org.katagpu.ui.chat.markdown.Block;

/** What a kind of block is drawn with. Offsets count the characters of {@link Block#text()}. */
interface BlockBody {
    Region node();

    /** Shows a block that has grown; the same kind, in the same place. @return false: cannot */
    boolean update(Block block);

    /** @param point of {@link #node()} */
    int hit(Point2D point);

    /** @return the address under a point; empty: none */
    String link(Point2D point);

    void select(int from, int to);
}
