package org.katagpu.ui;

import java.util.ArrayList;
import java.util.List;

import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Cell;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;

/** What assistive technology is told of each control the keyboard can come to. */
public final class SpokenNames {
    private SpokenNames() {}

    /** The controls below a node that have no name or no role; JavaFX thread only. */
    public static List<String> missing(Node node) {
        List<String> missing = new ArrayList<>();
        collect(node, missing);
        return missing;
    }

    private static void collect(Node node, List<String> missing) {
        if (!node.isVisible() || node.isDisabled()) {
            return;
        }
        if (node instanceof Control && node.isFocusTraversable() && !(node instanceof ScrollPane)
                && !(node instanceof Cell<?>)) {
            boolean named = !name(node).isBlank();
            boolean role = node.getAccessibleRole() != null && node.getAccessibleRole() != AccessibleRole.NODE;
            if (!named || !role) {
                missing.add(node + (named ? "" : " has no name") + (role ? "" : " has no role"));
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, missing));
        }
    }

    private static String name(Node node) {
        if (node.getAccessibleText() != null && !node.getAccessibleText().isBlank()) {
            return node.getAccessibleText();
        }
        if (node instanceof Labeled labeled && labeled.getText() != null && !labeled.getText().isBlank()) {
            return labeled.getText();
        }
        return node.queryAccessibleAttribute(AccessibleAttribute.LABELED_BY) instanceof Labeled label
                ? label.getText()
                : "";
    }
}
