package org.katagpu.ui.control;

import java.util.Objects;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.GridPane;
import org.jspecify.annotations.Nullable;

/** Gives fields the names that stand beside them, for assistive technology. */
public final class AccessibleName {
    private AccessibleName() {}

    /** Names the fields below a node that have no name yet. */
    public static void give(Node node, String name) {
        field(node).filter(field -> field.getAccessibleText() == null || field.getAccessibleText().isBlank())
                .ifPresent(field -> field.setAccessibleText(name));
    }

    /** In every grid below a node, the label to the left of a field is the field's. */
    static void fromLabels(Node node) {
        if (node instanceof GridPane grid) {
            for (Node child : grid.getChildren()) {
                if (child instanceof Label label && label.getLabelFor() == null) {
                    rightOf(grid, label).flatMap(AccessibleName::field).ifPresent(field -> {
                        label.setLabelFor(field);
                        give(field, label.getText());
                    });
                }
            }
        }
        // What is not drawn yet has its content beside its children.
        switch (node) {
            case ScrollPane pane when pane.getContent() != null -> fromLabels(pane.getContent());
            case TitledPane pane when pane.getContent() != null -> fromLabels(pane.getContent());
            case TabPane pane -> pane.getTabs().stream().map(Tab::getContent).filter(Objects::nonNull)
                    .forEach(AccessibleName::fromLabels);
            case Parent parent -> parent.getChildrenUnmodifiable().forEach(AccessibleName::fromLabels);
            default -> {
                // Nothing below it.
            }
        }
    }

    private static Optional<Node> rightOf(GridPane grid, Label label) {
        return grid.getChildren().stream().filter(other -> at(GridPane.getRowIndex(other)) == at(
                GridPane.getRowIndex(label))
                && at(GridPane.getColumnIndex(other)) == at(GridPane.getColumnIndex(label)) + 1).findFirst();
    }

    private static int at(@Nullable Integer index) {
        return index == null ? 0 : index;
    }

    private static Optional<Node> field(Node node) {
        if (node instanceof TextInputControl || node instanceof ComboBoxBase<?>) {
            return Optional.of(node);
        }
        return node instanceof Parent parent
                ? parent.getChildrenUnmodifiable().stream().map(AccessibleName::field).flatMap(Optional::stream)
                        .findFirst()
                : Optional.empty();
    }
}
