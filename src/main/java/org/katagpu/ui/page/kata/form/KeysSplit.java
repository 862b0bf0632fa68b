package org.katagpu.ui.page.kata.form;

import javafx.beans.DefaultProperty;
import javafx.collections.ObservableList;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.StackPane;

/** The keys and, beside them, what is known of the chosen one; below them where the letters are too large for that. */
@DefaultProperty("parts")
public final class KeysSplit extends StackPane {
    private static final double LEAST_LETTERS = 50;
    private static final double BESIDE = 0.7;
    private static final double BELOW = 0.5;
    private static final double LISTS_BESIDE = 0.24;
    private static final double LISTS_BELOW = 0.34;

    private final SplitPane split = new SplitPane();
    private final Label letters = new Label();

    public KeysSplit() {
        // Never seen: its font is the page's.
        letters.setManaged(false);
        letters.setVisible(false);
        split.getStyleClass().add("keys-split");
        split.setDividerPositions(BESIDE);
        getChildren().setAll(split, letters);
        widthProperty().subscribe(this::turn);
        letters.fontProperty().subscribe(this::turn);
    }

    /** The keys, and the chosen one's detail. */
    public ObservableList<Node> getParts() {
        return split.getItems();
    }

    private void turn() {
        boolean below = getWidth() > 0 && getWidth() < LEAST_LETTERS * letters.getFont().getSize();
        Orientation now = below ? Orientation.VERTICAL : Orientation.HORIZONTAL;
        if (now != split.getOrientation()) {
            split.setOrientation(now);
            split.setDividerPositions(below ? BELOW : BESIDE);
            if (split.getItems().getFirst() instanceof SplitPane lists) {
                lists.setDividerPositions(below ? LISTS_BELOW : LISTS_BESIDE);
            }
        }
    }
}
