package org.katagpu.ui.chat.transcript;

import java.util.function.Supplier;

import javafx.scene.layout.Region;

/** Something that is no text of the conversation: who speaks, figures and buttons, a problem. */
public final class PartItem extends Item {
    private final double guess;
    private final Supplier<? extends Region> drawing;

    /** @param guess its height before it was drawn, in pixels */
    public PartItem(double guess, Supplier<? extends Region> drawing) {
        this.guess = guess;
        this.drawing = drawing;
    }

    @Override
    Region draw(Transcript in) {
        return drawing.get();
    }

    @Override
    double guess(double width) {
        return guess;
    }
}
