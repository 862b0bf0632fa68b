package org.katagpu.ui.page.gpu;

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
    private @Nullable GpuState shown;
    private String look = "";

    StateCell(Messages words) {
        this.words = words;
        why.setWrapText(true);
        why.setMaxWidth(420);
    }

    @Override
    protected void updateItem(@Nullable GpuRow row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setText(null);
            setGraphic(null);
            setTooltip(null);
            look("");
            return;
        }
        GpuState state = row.never().isPresent() ? GpuState.NO_GROUP : row.state();
        if (shown != state) {
            shown = state;
            mark.setIconCode(state.mark());
        }
        look(state.styleClass());
        setText(row.standing());
        setGraphic(mark);
        why.setText(row.never().map(obstacle -> words.get(obstacle.what())).orElse(getText()));
        setTooltip(why);
    }

    /** Styles are worked out anew when a class comes or goes: while scrolling, most rows look as the one before. */
    private void look(String styleClass) {
        if (!look.equals(styleClass)) {
            getStyleClass().remove(look);
            look = styleClass;
            if (!look.isEmpty()) {
                getStyleClass().add(look);
            }
        }
    }
}
