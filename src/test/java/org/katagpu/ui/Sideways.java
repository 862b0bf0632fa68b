package org.katagpu.ui;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableColumnBase;
import javafx.scene.control.TableView;

/** Finds what the admin would have to scroll sideways for, or cannot reach at all. JavaFX thread only, after layout. */
public final class Sideways {
    private static final double ROUNDING = 1.5;

    private Sideways() {}

    /** Horizontal scroll bars in sight, contents wider than their scroll pane, and words beyond the window's edge. */
    public static List<String> below(Parent root) {
        List<String> found = new ArrayList<>();
        collect(root, root, found);
        return found;
    }

    private static void collect(Node node, Parent root, List<String> found) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof ScrollBar bar && bar.getOrientation() == Orientation.HORIZONTAL && bar.getHeight() > 0
                && bar.getVisibleAmount() < bar.getMax() - bar.getMin()) {
            found.add("scroll bar of " + named(bar.getParent()));
        }
        if (node instanceof ScrollPane pane && pane.getContent() != null && pane.getContent().getLayoutBounds()
                .getWidth() > pane.getViewportBounds().getWidth() + ROUNDING) {
            found.add("content of " + named(pane) + " is "
                    + (pane.getContent().getLayoutBounds().getWidth() - pane.getViewportBounds().getWidth())
                    + " too wide");
        }
        if (node instanceof TableView<?> table && table.getVisibleLeafColumns().stream()
                .mapToDouble(TableColumnBase::getWidth).sum() > table.getWidth() + ROUNDING) {
            found.add("columns of " + named(table) + " are wider than it");
        }
        if (node instanceof Labeled labeled && labeled.getText() != null && !labeled.getText().isEmpty()) {
            Bounds where = root.sceneToLocal(node.localToScene(node.getLayoutBounds()));
            if (where.getMaxX() > root.getLayoutBounds().getWidth() + ROUNDING) {
                found.add("beyond the edge: " + labeled.getText());
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, root, found));
        }
    }

    private static String named(Node node) {
        return node.getId() == null ? node.getStyleClass().toString() : "#" + node.getId();
    }
}
