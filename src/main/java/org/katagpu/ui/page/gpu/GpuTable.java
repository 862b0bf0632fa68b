package org.katagpu.ui.page.gpu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.transformation.SortedList;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

import org.katagpu.host.HostScan;
import org.katagpu.host.PciAddress;
import org.katagpu.message.Messages;

/** The GPUs of the host, one a row. A click or Space ticks the row, Enter shows all of it; focus stays where it was. */
final class GpuTable {
    private static final String NONE = "–";
    /** The rows that must be seen at once set it. */
    private static final double ROW = 25;
    private static final double USUAL_LETTERS = 13;
    private static final double BORDERS = 2;
    private static final double LEAST_MODEL = 90;

    private final TableView<GpuRow> table;
    private final GpuList list;
    private final GpusModel model;
    private final Messages words;
    private final GpuDetail detail;
    /** What is told in the detail too. */
    private final List<TableColumn<GpuRow, GpuRow>> detailed = new ArrayList<>();
    private final Map<TableColumn<GpuRow, GpuRow>, Double> leastWidths = new LinkedHashMap<>();
    private double scale = 1;

    GpuTable(TableView<GpuRow> table, GpuList list, GpusModel model, Messages words) {
        this(table, list, model, words, false);
    }

    /** @param narrow whether there is room only for what a GPU is told by; the rest is in its detail */
    GpuTable(TableView<GpuRow> table, GpuList list, GpusModel model, Messages words, boolean narrow) {
        this.table = table;
        this.list = list;
        this.model = model;
        this.words = words;
        this.detail = new GpuDetail(words);
        table.setFixedCellSize(ROW);
        table.getStyleClass().addAll("dense", "gpu-list");
        table.setAccessibleText(words.get("gpu.page.list"));
        SortedList<GpuRow> sorted = new SortedList<>(list.shown());
        sorted.comparatorProperty().bind(table.comparatorProperty());
        columns(narrow);
        table.setItems(sorted);
        table.widthProperty().subscribe(this::fit);
        table.setRowFactory(any -> row());
        table.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    }

    private void columns(boolean narrow) {
        TableColumn<GpuRow, GpuRow> box = cells("", 34, Comparator.comparing(row -> row.chosenProperty().get()));
        box.setResizable(false);
        box.setSortable(false);
        box.setCellFactory(any -> new ChooseCell(words, this::choose));
        text("model", narrow ? 90 : 150, narrow ? 150 : 230, row -> row.gpu().name(),
                Comparator.comparing(row -> row.gpu().name()));
        if (!narrow) {
            detailed.add(text("memory", 82, 84, GpuRow::memory, Comparator.comparing(GpuRow::memoryGb)));
        }
        TableColumn<GpuRow, GpuRow> state = cells("gpu.page.column.state", narrow ? 170 : 250,
                Comparator.comparing(GpuRow::state));
        least(state, narrow ? 146 : 150);
        state.setCellFactory(any -> new StateCell(words));
        text("bdf", 126, 126, row -> row.address().toString(), Comparator.comparing(GpuRow::address));
        if (!narrow) {
            whereItIs();
        }
        TableColumn<GpuRow, GpuRow> more = cells("", 36, Comparator.comparing(GpuRow::address));
        more.setResizable(false);
        more.setSortable(false);
        more.setCellFactory(any -> new DetailCell(words, detail::show));
    }

    private void whereItIs() {
        detailed.add(text("group", 62, 76, this::group, Comparator.comparing(
                row -> row.gpu().group().map(group -> group.number()).orElse(Integer.MAX_VALUE))));
        detailed.add(text("numa", 60, 70, GpuTable::numa,
                Comparator.comparing(row -> row.gpu().function().numaNode().orElse(Integer.MAX_VALUE))));
    }

    private TableColumn<GpuRow, GpuRow> cells(String name, double width, Comparator<GpuRow> order) {
        TableColumn<GpuRow, GpuRow> column = new TableColumn<>(name.isEmpty() ? "" : words.get(name));
        column.setPrefWidth(width);
        column.setReorderable(false);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setComparator(order);
        table.getColumns().add(column);
        return column;
    }

    private TableColumn<GpuRow, GpuRow> text(String key, double least, double width,
            Function<GpuRow, String> value, Comparator<GpuRow> order) {
        TableColumn<GpuRow, GpuRow> column = cells("gpu.page.column." + key, width, order);
        column.setId("column-" + key);
        least(column, least);
        column.setCellFactory(any -> {
            TextCell cell = new TextCell(value);
            cell.fontProperty().subscribe(font -> scale(font.getSize() / USUAL_LETTERS));
            return cell;
        });
        return column;
    }

    private void least(TableColumn<GpuRow, GpuRow> column, double width) {
        leastWidths.put(column, width);
        column.setMinWidth(width);
    }

    /** With larger letters a row is higher, and what an address takes is wider. */
    private void scale(double now) {
        if (now != scale) {
            scale = now;
            table.setFixedCellSize(Math.ceil(ROW * now));
            fit();
        }
    }

    /** Where the widths do not fit, what is in each GPU's detail too goes first; then the list is scrolled, not cut. */
    private void fit() {
        detailed.forEach(column -> column.setVisible(true));
        leastWidths.forEach((column, width) -> column.setMinWidth(Math.ceil(width * scale)));
        if (isTooNarrow()) {
            detailed.forEach(column -> column.setVisible(false));
            leastWidths.keySet().stream().findFirst().ifPresent(model -> {
                model.setMinWidth(Math.ceil(LEAST_MODEL * scale));
                model.setPrefWidth(model.getMinWidth());
            });
        }
        table.setColumnResizePolicy(isTooNarrow()
                ? TableView.UNCONSTRAINED_RESIZE_POLICY
                : TableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
    }

    private boolean isTooNarrow() {
        double needed = table.getVisibleLeafColumns().stream()
                .mapToDouble(column -> Math.max(column.getMinWidth(), column.isResizable() ? 0 : column.getWidth()))
                .sum();
        return table.getWidth() > 0 && needed + BORDERS > table.getWidth();
    }

    private String group(GpuRow row) {
        return row.gpu().group().map(group -> String.valueOf(group.number()))
                .orElseGet(() -> row.gpu().groupLate() ? words.get("gpu.page.group.late") : NONE);
    }

    private static String numa(GpuRow row) {
        return row.gpu().function().numaNode().isPresent()
                ? String.valueOf(row.gpu().function().numaNode().getAsInt())
                : NONE;
    }

    private TableRow<GpuRow> row() {
        TableRow<GpuRow> row = new TableRow<>();
        row.addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 1 && row.getItem() != null) {
                toggle(row.getItem());
            }
        });
        return row;
    }

    private void pressed(KeyEvent event) {
        GpuRow focused = table.getFocusModel().getFocusedItem();
        if (focused != null && event.getCode() == KeyCode.SPACE) {
            toggle(focused);
            event.consume();
        } else if (focused != null && event.getCode() == KeyCode.ENTER && !event.isShortcutDown()) {
            detail.show(focused, table);
            event.consume();
        }
    }

    private void toggle(GpuRow row) {
        choose(row, !row.chosenProperty().get());
    }

    /** What cannot be handed over can only be let go of. */
    private void choose(GpuRow row, boolean wanted) {
        if (!wanted || row.never().isEmpty()) {
            model.choose(row.tied(), wanted);
        }
    }

    /** Shows another reading: the row that had the focus has it still. */
    void show(Optional<HostScan> scan) {
        GpuRow before = table.getFocusModel().getFocusedItem();
        PciAddress focused = before == null ? null : before.address();
        if (!list.show(scan)) {
            return;
        }
        table.setPlaceholder(new Label(words.get(scan.isEmpty() ? "gpu.page.unread" : "gpu.page.none")));
        List<GpuRow> items = table.getItems();
        for (int at = 0; at < items.size(); at++) {
            if (items.get(at).address().equals(focused)) {
                table.getSelectionModel().clearAndSelect(at);
                table.getFocusModel().focus(at);
            }
        }
    }

    void dispose() {
        detail.hide();
    }
}
