package org.katagpu.ui.page.gpu;

import java.util.function.BiConsumer;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Opens all that is known of a GPU; by keyboard the row's Enter does. */
final class DetailCell extends TableCell<GpuRow, GpuRow> {
    private final Button more = new Button("", new FontIcon(Feather.CHEVRON_DOWN));
    private final Messages words;

    DetailCell(Messages words, BiConsumer<GpuRow, Node> show) {
        this.words = words;
        more.getStyleClass().addAll("flat", "small", "gpu-more");
        more.setFocusTraversable(false);
        more.setTooltip(new Tooltip(words.get("gpu.page.detail")));
        more.setOnAction(event -> show.accept(getItem(), more));
        more.addEventHandler(MouseEvent.MOUSE_CLICKED, MouseEvent::consume);
    }

    @Override
    protected void updateItem(@Nullable GpuRow row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setGraphic(null);
            return;
        }
        more.setId("detail-" + row.address().toString().replace(':', '-').replace('.', '-'));
        more.setAccessibleText(words.get("gpu.page.detail.of", row.gpu().name(), row.address().toString()));
        setGraphic(more);
    }
}
