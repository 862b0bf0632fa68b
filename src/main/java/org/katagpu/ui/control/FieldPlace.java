package org.katagpu.ui.control;

import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;

/** Puts a setting where a view has laid out its bare field. */
public final class FieldPlace {
    private final Pane parent;
    private final int at;
    private final @Nullable Integer row;
    private final @Nullable Integer column;
    private final @Nullable Integer span;
    private final @Nullable Priority grow;

    private FieldPlace(Node field) {
        parent = (Pane) field.getParent();
        at = parent.getChildren().indexOf(field);
        row = GridPane.getRowIndex(field);
        column = GridPane.getColumnIndex(field);
        span = GridPane.getColumnSpan(field);
        grow = HBox.getHgrow(field);
    }

    /** @param made takes the field into itself */
    public static void take(Node field, Supplier<? extends Node> made) {
        new FieldPlace(field).put(made.get());
    }

    private void put(Node setting) {
        GridPane.setRowIndex(setting, row);
        GridPane.setColumnIndex(setting, column);
        GridPane.setColumnSpan(setting, span);
        HBox.setHgrow(setting, grow);
        parent.getChildren().add(at, setting);
    }
}
