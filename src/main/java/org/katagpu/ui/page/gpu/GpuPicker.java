package org.katagpu.ui.page.gpu;

import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.katagpu.message.Messages;

/** The list of GPUs by itself, to choose from on another page than its own. */
public final class GpuPicker extends VBox {
    private static final double HEIGHT = 158;

    private final Subscription following;

    public GpuPicker(GpusModel model, Messages words) {
        super(8);
        GpuList list = new GpuList(words);
        TableView<GpuRow> table = new TableView<>();
        table.setId("gpu-table");
        table.setMinHeight(HEIGHT);
        table.setPrefHeight(HEIGHT);
        GpuTable gpus = new GpuTable(table, list, model, words, true);
        Button free = new Button();
        free.setId("choose-free");
        free.setMinWidth(Region.USE_PREF_SIZE);
        free.setOnAction(event -> model.choose(list.freeProperty().get().stream()
                .flatMap(row -> row.tied().stream()).collect(Collectors.toSet()), true));
        VBox consequences = new VBox(6);
        SelectionView selected = new SelectionView(consequences, model, words);
        getStylesheets().add(String.valueOf(GpuPicker.class.getResource("gpus.css")));
        getChildren().setAll(table, new HBox(10, free), consequences);
        following = Subscription.combine(gpus::dispose, model.scans().scanProperty().subscribe(scan -> {
            gpus.show(scan);
            list.chosen(model.chosen());
            open(list, free, words);
        }), model.selectionProperty().subscribe(selection -> {
            list.chosen(model.chosen());
            open(list, free, words);
            selection.ifPresentOrElse(selected::show, () -> consequences.getChildren().clear());
        }));
    }

    private static void open(GpuList list, Button free, Messages words) {
        List<GpuRow> open = list.freeProperty().get().stream().filter(row -> !row.chosenProperty().get()).toList();
        free.setText(words.get("gpu.page.choose-free", open.size()));
        free.setDisable(open.isEmpty());
    }

    public void dispose() {
        following.unsubscribe();
    }
}
