package org.katagpu.ui.page.kata.form;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.util.Subscription;

import org.jspecify.annotations.Nullable;
import org.katagpu.kataconf.KeyRow;
import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.message.Messages;
import org.katagpu.ui.page.kata.model.EditModel;
import org.katagpu.ui.page.kata.model.KeysModel;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The keys in sight, one a row: what the file says of each, what Kata uses, and its default. */
final class KeyTable {
    private static final PseudoClass COMMENTED = PseudoClass.getPseudoClass("commented");
    private static final PseudoClass ABSENT = PseudoClass.getPseudoClass("absent");
    private static final PseudoClass FAULTY = PseudoClass.getPseudoClass("faulty");
    private static final double STATE_WIDTH = 150;
    private final TableView<KeyRow> table;
    private final EditModel edit;
    private final KeysModel keys;
    private final Messages words;
    private final Subscription shown;
    private boolean filling;

    KeyTable(TableView<KeyRow> table, EditModel edit, KeysModel keys, Messages words) {
        this.table = table;
        this.edit = edit;
        this.keys = keys;
        this.words = words;
        table.getStyleClass().add("dense");
        table.setPlaceholder(new Label(words.get("kata.page.keys.none")));
        table.setRowFactory(any -> new KeyTableRow());
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        column("key", 180, row -> row.ref().key());
        state();
        column("value", 150, row -> ValueWords.of(row.effective(), row.spec()));
        column("default", 100, row -> ValueWords.of(row.spec().flatMap(this::byDefault), row.spec()));
        table.getSelectionModel().selectedItemProperty().subscribe(this::chosen);
        shown = Subscription.combine(keys.rowsProperty().subscribe(rows -> fill()),
                keys.selectedProperty().subscribe(ref -> select(true)));
    }

    private Optional<org.katagpu.kataconf.toml.TomlValue> byDefault(KeySpec spec) {
        return spec.defaultIn(edit.judge().facts().version().nearest());
    }

    private void column(String key, double width, Function<KeyRow, String> value) {
        TableColumn<KeyRow, String> column = new TableColumn<>(words.get("kata.page.column." + key));
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(row -> new SimpleStringProperty(value.apply(row.getValue())));
        column.setCellFactory(any -> new WholeTextCell());
        table.getColumns().add(column);
    }

    private void state() {
        TableColumn<KeyRow, KeyRow> column = new TableColumn<>(words.get("kata.page.column.state"));
        column.setPrefWidth(STATE_WIDTH);
        column.setMinWidth(STATE_WIDTH);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(row -> new SimpleObjectProperty<>(row.getValue()));
        column.setCellFactory(any -> new StateCell());
        table.getColumns().add(column);
    }

    private void chosen(@Nullable KeyRow row) {
        if (!filling && row != null) {
            keys.selectedProperty().set(Optional.of(row.ref()));
        }
    }

    private void fill() {
        filling = true;
        table.getItems().setAll(keys.rowsProperty().get());
        select(false);
        filling = false;
    }

    private void select(boolean scroll) {
        Optional<KeyRow> row = keys.selectedProperty().get()
                .flatMap(ref -> table.getItems().stream().filter(one -> one.ref().equals(ref)).findFirst());
        boolean already = row.isPresent() && row.get().equals(table.getSelectionModel().getSelectedItem());
        if (row.isPresent() && !already) {
            table.getSelectionModel().select(row.get());
            if (scroll) {
                table.scrollTo(Math.max(0, table.getItems().indexOf(row.get()) - 2));
            }
        }
    }

    void dispose() {
        shown.unsubscribe();
    }

    private final class KeyTableRow extends TableRow<KeyRow> {
        @Override
        protected void updateItem(@Nullable KeyRow row, boolean empty) {
            super.updateItem(row, empty);
            Optional<KeyRow> there = empty ? Optional.empty() : Optional.ofNullable(row);
            Optional<KeyRow.State> state = there.map(KeyRow::state);
            pseudoClassStateChanged(COMMENTED, state.equals(Optional.of(KeyRow.State.COMMENTED_OUT)));
            pseudoClassStateChanged(ABSENT, state.equals(Optional.of(KeyRow.State.ABSENT)));
            pseudoClassStateChanged(FAULTY,
                    there.filter(one -> !edit.judgedProperty().get().problemsAt(one).isEmpty()).isPresent());
        }
    }

    private final class StateCell extends TableCell<KeyRow, KeyRow> {
        @Override
        protected void updateItem(@Nullable KeyRow row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setText(null);
                setGraphic(null);
                return;
            }
            boolean unknown = !row.known();
            boolean edited = edit.isEdited(row.ref());
            String key = unknown ? "unknown" : row.state().name().toLowerCase(Locale.ROOT);
            setText(words.get(edited ? "kata.page.state.edited" : "kata.page.state." + key));
            setTooltip(new Tooltip(words.get("kata.page.state." + key + ".hint",
                    edit.judge().facts().version().label(), row.source())));
            FontIcon icon = new FontIcon(
                    edited ? Feather.EDIT_3 : unknown ? Feather.HELP_CIRCLE : switch (row.state()) {
                        case ACTIVE -> Feather.CHECK_CIRCLE;
                        case COMMENTED_OUT -> Feather.HASH;
                        case ABSENT -> Feather.MINUS;
                    });
            icon.getStyleClass().add(edited ? "info-icon" : "state-" + key);
            setGraphic(icon);
        }
    }

    /** A cell whose tooltip says what its width may cut. */
    private static final class WholeTextCell extends TableCell<KeyRow, String> {
        WholeTextCell() {
            getStyleClass().add("mono");
        }

        @Override
        protected void updateItem(@Nullable String text, boolean empty) {
            super.updateItem(text, empty);
            setText(empty ? null : text);
            setTooltip(empty || text == null ? null : new Tooltip(text));
        }
    }
}
