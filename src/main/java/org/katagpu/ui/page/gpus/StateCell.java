package org.katagpu.ui.page.gpus;

import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.kordamp.ikonli.javafx.FontIcon;

/** How a GPU stands, by shape, colour and words. */
final class StateCell extends TableCell<GpuRow, GpuRow> {
    private final Messages words;
    private final FontIcon mark = new FontIcon();
    private final Tooltip why = new Tooltip();

    StateCell(Messages words) {
        this.words = words;
        why.setWrapText(true);
        why.setMaxWidth(420);
    }

    @Override
    protected void updateItem(@Nullable GpuRow row, boolean empty) {
        super.updateItem(row, empty);
        getStyleClass().removeIf(name -> name.startsWith("gpu-"));
        if (empty || row == null) {
            setText(null);
            setGraphic(null);
            setTooltip(null);
            return;
        }
        GpuState state = row.never().isPresent() ? GpuState.NO_GROUP : row.state();
        mark.setIconCode(state.mark());
        getStyleClass().add(state.styleClass());
        setText(row.standing(words));
        setGraphic(mark);
        why.setText(row.never().map(obstacle -> words.get(obstacle.what())).orElse(getText()));
        setTooltip(why);
    }
}
