package org.katagpu.ui.page.kata.form;

import java.util.Optional;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.message.Messages;
import org.katagpu.ui.page.kata.model.KeysModel;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The file's tables, each with how many of its keys are in sight, and whether something is wrong in it. */
final class TableList {
    private static final double ROW_HEIGHT = 30;
    private final ListView<KeysModel.TableEntry> list;
    private final KeysModel keys;
    private final Messages words;
    private final Subscription shown;
    private boolean filling;

    TableList(ListView<KeysModel.TableEntry> list, KeysModel keys, Messages words) {
        this.list = list;
        this.keys = keys;
        this.words = words;
        list.setFixedCellSize(ROW_HEIGHT);
        list.setCellFactory(any -> new EntryCell());
        list.getSelectionModel().selectedItemProperty().subscribe(this::chosen);
        shown = Subscription.combine(keys.tablesProperty().subscribe(entries -> fill()),
                keys.tableProperty().subscribe(table -> fill()));
    }

    private void chosen(KeysModel.@Nullable TableEntry entry) {
        if (!filling && entry != null) {
            keys.tableProperty().set(entry.table());
        }
    }

    private void fill() {
        filling = true;
        list.getItems().setAll(keys.tablesProperty().get());
        for (int i = 0; i < list.getItems().size(); i++) {
            if (list.getItems().get(i).table().equals(keys.tableProperty().get())) {
                list.getSelectionModel().select(i);
            }
        }
        filling = false;
    }

    void dispose() {
        shown.unsubscribe();
    }

    private final class EntryCell extends ListCell<KeysModel.TableEntry> {
        private final Label name = new Label();
        private final Label count = new Label();
        private final FontIcon alert = new FontIcon(Feather.ALERT_TRIANGLE);
        private final HBox row = new HBox(6, name, alert, count);

        EntryCell() {
            // As wide as the list, never wider: a long name is cut, and told by its tooltip.
            setPrefWidth(0);
            row.setAlignment(Pos.CENTER_LEFT);
            HBox.setHgrow(name, Priority.ALWAYS);
            name.setMaxWidth(Double.MAX_VALUE);
            count.getStyleClass().add("hint");
            count.setMinWidth(Region.USE_PREF_SIZE);
            alert.getStyleClass().add("warn-icon");
        }

        @Override
        protected void updateItem(KeysModel.@Nullable TableEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            if (empty || entry == null) {
                setGraphic(null);
                return;
            }
            Optional<TablePath> table = entry.table();
            name.setText(table.map(TablePath::header).orElseGet(() -> words.get("kata.page.tables.all")));
            name.setTooltip(new Tooltip(name.getText()));
            name.getStyleClass().removeAll("mono");
            table.ifPresent(one -> name.getStyleClass().add("mono"));
            count.setText(String.valueOf(entry.hits()));
            alert.setVisible(entry.problems() > 0);
            row.setOpacity(entry.hits() == 0 ? 0.5 : 1);
            setGraphic(row);
        }
    }
}
