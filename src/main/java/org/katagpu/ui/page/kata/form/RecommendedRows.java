package org.katagpu.ui.page.kata.form;

import java.util.List;

import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;

/** What is recommended, two beside each other where there is room, so that more of it is seen at once. */
final class RecommendedRows extends GridPane {
    private static final double GAP = 24;
    private static final double LEAST_LETTERS = 62;

    private final Label letters = new Label();
    private List<Region> rows = List.of();
    private int columns = 1;

    RecommendedRows() {
        setHgap(GAP);
        letters.setManaged(false);
        letters.setVisible(false);
        widthProperty().subscribe(this::decide);
        letters.fontProperty().subscribe(this::decide);
    }

    void show(List<Region> now) {
        rows = now;
        arrange();
    }

    private void decide() {
        int now = getWidth() < LEAST_LETTERS * letters.getFont().getSize() ? 1 : 2;
        if (now != columns) {
            columns = now;
            arrange();
        }
    }

    private void arrange() {
        getChildren().setAll(letters);
        getColumnConstraints().clear();
        for (int column = 0; column < columns; column++) {
            ColumnConstraints width = new ColumnConstraints();
            width.setPercentWidth(100.0 / columns);
            getColumnConstraints().add(width);
        }
        for (int at = 0; at < rows.size(); at++) {
            GridPane.setValignment(rows.get(at), VPos.TOP);
            add(rows.get(at), at % columns, at / columns);
        }
    }
}
