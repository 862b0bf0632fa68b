package org.katagpu.ui.control;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TitledPane;

/** Brings a part of a page to sight: unfolds and scrolls what it is in. */
public final class Reveal {
    private Reveal() {}

    public static void show(Node node) {
        for (Parent around = node.getParent(); around != null; around = around.getParent()) {
            if (around instanceof TitledPane folded) {
                folded.setExpanded(true);
            }
        }
        if (node.getScene() != null) {
            node.getScene().getRoot().layout();
        }
        for (Parent around = node.getParent(); around != null; around = around.getParent()) {
            if (around instanceof ScrollPane pane && pane.getContent() != null) {
                scroll(pane, node);
            }
        }
    }

    private static void scroll(ScrollPane pane, Node node) {
        Node content = pane.getContent();
        Bounds there = content.sceneToLocal(node.localToScene(node.getBoundsInLocal()));
        double height = content.getBoundsInLocal().getHeight();
        double seen = pane.getViewportBounds().getHeight();
        if (height > seen) {
            pane.setVvalue(Math.clamp(there.getMinY() / (height - seen), 0, 1));
        }
    }
}
