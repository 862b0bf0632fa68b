package org.katagpu.ui.page.kata.text;

import java.util.ArrayList;
import java.util.List;

import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;

import org.jspecify.annotations.Nullable;
import org.katagpu.kataconf.change.DiffRow;
import org.katagpu.message.Messages;

/** Two versions side by side; changed words are marked, unchanged stretches left out with a count. */
public final class DiffView extends ListView<DiffView.Entry> {
    /** A row of the difference, or a gap. @param skipped unchanged lines left out; 0 for a row */
    record Entry(@Nullable DiffRow row, int skipped) {}

    public DiffView(Messages words, List<DiffRow> rows) {
        getStyleClass().add("diff");
        setAccessibleText(words.get("kata.page.review.title"));
        setPlaceholder(new Label(words.get("kata.page.diff.none")));
        setCellFactory(any -> new EntryCell(words));
        show(rows);
    }

    public void show(List<DiffRow> rows) {
        List<Entry> entries = new ArrayList<>();
        int next = 1;
        for (DiffRow row : rows) {
            if (row.leftLine() > next) {
                entries.add(new Entry(null, row.leftLine() - next));
            }
            entries.add(new Entry(row, 0));
            next = row.leftLine() > 0 ? row.leftLine() + 1 : next;
        }
        getItems().setAll(entries);
    }

    private static final class EntryCell extends ListCell<Entry> {
        private final Messages words;
        private final DiffHalf left = new DiffHalf("left");
        private final DiffHalf right = new DiffHalf("right");
        private final javafx.scene.layout.HBox halves = new javafx.scene.layout.HBox(left, right);

        EntryCell(Messages words) {
            this.words = words;
            setPrefWidth(0);
            left.prefWidthProperty().bind(widthProperty().divide(2).subtract(4));
            right.prefWidthProperty().bind(widthProperty().divide(2).subtract(4));
        }

        @Override
        protected void updateItem(@Nullable Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            setText(null);
            setGraphic(null);
            getStyleClass().remove("diff-gap");
            if (empty || entry == null) {
                return;
            }
            DiffRow row = entry.row();
            if (row == null) {
                getStyleClass().add("diff-gap");
                setText(words.get("kata.page.diff.gap", String.valueOf(entry.skipped())));
                return;
            }
            left.show(row.leftLine(), row.left(), row.leftMarks(), row.kind());
            right.show(row.rightLine(), row.right(), row.rightMarks(), row.kind());
            setGraphic(halves);
        }
    }
}
