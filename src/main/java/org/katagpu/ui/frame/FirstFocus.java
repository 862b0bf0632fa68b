package org.katagpu.ui.frame;

import java.util.Optional;

import javafx.scene.Node;
import javafx.scene.Parent;

/** The control of a page the keyboard comes to first. */
final class FirstFocus {
    private FirstFocus() {}

    static Optional<Node> of(Node node) {
        if (!node.isVisible() || node.isDisabled()) {
            return Optional.empty();
        }
        if (node.isFocusTraversable()) {
            return Optional.of(node);
        }
        return node instanceof Parent parent
                ? parent.getChildrenUnmodifiable().stream().map(FirstFocus::of).flatMap(Optional::stream).findFirst()
                : Optional.empty();
    }
}
