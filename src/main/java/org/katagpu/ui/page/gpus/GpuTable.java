package org.katagpu.ui.page.gpus;

import java.util.function.Function;
import java.util.stream.Collectors;

import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;

import org.katagpu.host.Gpu;
import org.katagpu.host.Holder;
import org.katagpu.host.PciAddress;
import org.katagpu.host.PciFunction;
import org.katagpu.message.Messages;

/** The GPUs of the host, one a row, with a box to choose it. */
final class GpuTable {
    private static final String NONE = "–";

    private final TableView<Gpu> table;
    private final GpusModel model;
    private final Messages words;

    GpuTable(TableView<Gpu> table, GpusModel model, Messages words) {
        this.table = table;
        this.model = model;
        this.words = words;
        table.setTableMenuButtonVisible(true);
        table.setPlaceholder(new Label(words.get("gpus.none")));
        table.getColumns().add(chooser());
        text("model", 214, Gpu::name).setStyle("-fx-font-weight: bold;");
        state();
        mono("bdf", 124, gpu -> gpu.address().toString());
        mono("driver", 74, gpu -> gpu.function().driver().orElse(NONE));
        text("group", 60, gpu -> gpu.group().map(group -> String.valueOf(group.number()))
                .orElseGet(() -> gpu.groupLate() ? words.get("gpus.group.late") : NONE));
        mono("node", 112, this::node);
        mono("root-port", 108, gpu -> gpu.function().rootPort().map(PciAddress::toString).orElse(NONE));
        text("numa", 62, gpu -> numa(gpu.function()));
        text("holders", 130, GpuTable::holders);
        text("memory", 190, gpu -> words.get(gpu.memory().text()));
        text("link", 230, this::link);
        mono("ids", 90, gpu -> gpu.function().id().toString());
        text("class", 130,
                gpu -> words.get("gpus.class", words.get("host.class." + gpu.function().pciClass().kind().name()),
                        gpu.function().pciClass().toString()));
        table.getStyleClass().add("dense");
    }

    /** A selector cannot hold the colons and the dot of an address. */
    static String boxId(PciAddress gpu) {
        return "choose-" + gpu.toString().replace(':', '-').replace('.', '-');
    }

    private TableColumn<Gpu, Boolean> chooser() {
        TableColumn<Gpu, Boolean> column = new TableColumn<>();
        column.setPrefWidth(38);
        column.setResizable(false);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(row -> new SimpleBooleanProperty(model.isChosen(row.getValue().address())));
        column.setCellFactory(any -> new ChooseCell());
        return column;
    }

    private TableColumn<Gpu, String> text(String key, double width, Function<Gpu, String> value) {
        TableColumn<Gpu, String> column = new TableColumn<>(words.get("gpus.column." + key));
        column.setId("column-" + key);
        column.setPrefWidth(width);
        column.setCellValueFactory(row -> new SimpleStringProperty(value.apply(row.getValue())));
        column.setCellFactory(any -> new WholeTextCell());
        table.getColumns().add(column);
        return column;
    }

    private void mono(String key, double width, Function<Gpu, String> value) {
        text(key, width, value).setCellFactory(any -> {
            TableCell<Gpu, String> cell = new WholeTextCell();
            cell.getStyleClass().add("mono");
            return cell;
        });
    }

    private void state() {
        TableColumn<Gpu, GpuState> column = new TableColumn<>(words.get("gpus.column.state"));
        column.setPrefWidth(150);
        column.setCellValueFactory(
                row -> new javafx.beans.property.SimpleObjectProperty<>(GpuState.of(row.getValue())));
        column.setCellFactory(any -> new TableCell<>() {
            @Override
            protected void updateItem(GpuState state, boolean empty) {
                super.updateItem(state, empty);
                setText(empty || state == null ? null : words.get(state.text()));
                getStyleClass().removeIf(name -> name.startsWith("gpu-"));
                if (!empty && state != null) {
                    getStyleClass().add(state.styleClass());
                }
            }
        });
        table.getColumns().add(column);
    }

    private String node(Gpu gpu) {
        return gpu.function().boundToVfio() ? gpu.group().map(group -> group.node()).orElse(NONE) : NONE;
    }

    private static String numa(PciFunction function) {
        return function.numaNode().isPresent() ? String.valueOf(function.numaNode().getAsInt()) : NONE;
    }

    private String link(Gpu gpu) {
        String now = gpu.function().link().toString();
        String best = gpu.function().maxLink().toString();
        if (now.isEmpty() || best.isEmpty() || now.equals(best)) {
            return now.isEmpty() ? (best.isEmpty() ? NONE : best) : now;
        }
        return words.get("gpus.link", now, best);
    }

    private static String holders(Gpu gpu) {
        return gpu.holders().isEmpty()
                ? NONE
                : gpu.holders().stream().map(GpuTable::holder).distinct().collect(Collectors.joining(", "));
    }

    private static String holder(Holder holder) {
        return holder.command() + " (" + holder.pid() + ")";
    }

    /** A cell whose tooltip says what its width may cut. */
    private static final class WholeTextCell extends TableCell<Gpu, String> {
        @Override
        protected void updateItem(String text, boolean empty) {
            super.updateItem(text, empty);
            setText(empty ? null : text);
            setTooltip(empty || text == null || text.equals(NONE) ? null : new Tooltip(text));
        }
    }

    private final class ChooseCell extends TableCell<Gpu, Boolean> {
        private final CheckBox box = new CheckBox();

        ChooseCell() {
            box.setOnAction(event -> model.choose(getTableRow().getItem().address(), box.isSelected()));
        }

        @Override
        protected void updateItem(Boolean chosen, boolean empty) {
            super.updateItem(chosen, empty);
            Gpu gpu = getTableRow() == null ? null : getTableRow().getItem();
            if (empty || gpu == null) {
                setGraphic(null);
                return;
            }
            box.setId(boxId(gpu.address()));
            box.setSelected(model.isChosen(gpu.address()));
            box.setAccessibleText(words.get("gpus.choose", gpu.name(), gpu.address().toString()));
            setGraphic(box);
        }
    }
}
