package org.katagpu.ui.control;

import javafx.beans.DefaultProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * Two parts of a page beside each other, each with its own scrolling; one below the other, scrolled together, where the
 * letters are too large for the width. Nothing is scrolled sideways.
 */
@DefaultProperty("parts")
public final class Columns extends StackPane {
    private static final double GAP = 18;
    /** In letters' heights: what two forms beside each other take. */
    private static final double LEAST_WIDTH = 44;

    private final ObservableList<Node> parts = FXCollections.observableArrayList();
    private final Label letters = new Label();
    private double share = 0.5;
    private boolean below;
    private boolean scrolling = true;

    public Columns() {
        setMinSize(0, 0);
        // Never seen: its font is the page's.
        letters.setManaged(false);
        letters.setVisible(false);
        parts.addListener((ListChangeListener<Node>) change -> arrange());
        widthProperty().subscribe(this::decide);
        letters.fontProperty().subscribe(this::decide);
    }

    /** The two parts, the one with what is entered first. */
    public ObservableList<Node> getParts() {
        return parts;
    }

    /** How much of the width the first part takes where both are beside each other. */
    public double getShare() {
        return share;
    }

    public void setShare(double share) {
        this.share = share;
        arrange();
    }

    /** Whether the parts are scrolled here; not where the page around them is. */
    public boolean isScrolling() {
        return scrolling;
    }

    public void setScrolling(boolean scrolling) {
        this.scrolling = scrolling;
        arrange();
    }

    private void decide() {
        boolean now = getWidth() > 0 && getWidth() < LEAST_WIDTH * letters.getFont().getSize();
        if (now != below) {
            below = now;
            arrange();
        }
    }

    private void arrange() {
        if (parts.size() != 2) {
            return;
        }
        getChildren().clear();
        if (below) {
            VBox both = new VBox(GAP, parts.getFirst(), parts.getLast());
            getChildren().setAll(scrolling ? scrolled(both) : both, letters);
            return;
        }
        HBox both = new HBox(GAP, part(parts.getFirst(), share), part(parts.getLast(), 1 - share));
        both.setMinSize(0, 0);
        getChildren().setAll(both, letters);
    }

    private Region part(Node content, double of) {
        Region part = scrolling ? scrolled(content) : new StackPane(content);
        part.prefWidthProperty().bind(widthProperty().subtract(GAP).multiply(of));
        // The width of a moment ago must not hold up a smaller one.
        part.setMinWidth(0);
        part.setMaxWidth(Region.USE_PREF_SIZE);
        return part;
    }

    private static ScrollPane scrolled(Node content) {
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setMinHeight(0);
        scroll.getStyleClass().add("edge-to-edge");
        return scroll;
    }
}
