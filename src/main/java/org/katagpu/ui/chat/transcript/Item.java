package org.katagpu.ui.chat.transcript;

import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** One thing in a {@link Transcript}, as wide as it is. Its node exists only while it is in sight. */
public abstract sealed class Item permits TextItem, PartItem {
    private @Nullable Region node;
    private int index;
    private double height = -1;
    private double measuredAt = -1;
    private double guessed;
    private double guessedAt = -1;

    /** Draws it anew. */
    abstract Region draw(Transcript in);

    /** What it may be high, before it was ever drawn. @param width in pixels */
    abstract double guess(double width);

    final int index() {
        return index;
    }

    final void index(int at) {
        index = at;
    }

    final @Nullable Region node() {
        return node;
    }

    final void node(@Nullable Region drawn) {
        node = drawn;
        if (drawn != null) {
            measuredAt = -1;
        }
    }

    /** As measured, or what comes nearest to it. */
    final double height(double width) {
        if (height >= 0) {
            return height;
        }
        if (guessedAt != width) {
            guessed = guess(width);
            guessedAt = width;
        }
        return guessed;
    }

    /** Measures the drawn node, if it may have changed. */
    final double measure(Region drawn, double width) {
        if (measuredAt != width || drawn.isNeedsLayout()) {
            height = Math.ceil(drawn.prefHeight(width));
            measuredAt = width;
        }
        return height;
    }
}
