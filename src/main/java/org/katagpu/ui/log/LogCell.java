package org.katagpu.ui.log;

import java.util.List;

import javafx.css.PseudoClass;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/** One row of the log. */
final class LogCell extends ListCell<LogEntry> {
    private static final PseudoClass HEADING = PseudoClass.getPseudoClass("heading");
    private static final int MOST_IN_TOOLTIP = 4_000;
    private static final double TOOLTIP_WIDTH = 720;

    private final RowLook look;
    private final RowBox box;

    LogCell(RowLook look) {
        this.look = look;
        box = new RowBox(look.font());
        getStyleClass().add("log-cell");
    }

    @Override
    protected void updateItem(@Nullable LogEntry entry, boolean empty) {
        super.updateItem(entry, empty);
        pseudoClassStateChanged(HEADING, entry instanceof LogEntry.Heading);
        if (empty || entry == null) {
            setGraphic(null);
            setTooltip(null);
            setAccessibleText(null);
            return;
        }
        LogTheme theme = look.theme();
        List<Piece> pieces = look.pieces(entry);
        boolean matters = entry.level().compareTo(LogLevel.PLAIN) > 0;
        Color level = matters ? theme.of(entry.level()) : null;
        box.show(level, look.times() ? look.time(entry) : null, theme.muted(), pieces);
        setGraphic(box);
        setTooltip(look.isClipped(entry) ? whole(entry) : null);
        StringBuilder spoken = new StringBuilder();
        pieces.forEach(piece -> spoken.append(piece.text()));
        setAccessibleText(spoken.toString());
    }

    private Tooltip whole(LogEntry entry) {
        String text = look.words().plain(entry);
        Tooltip tooltip = new Tooltip(
                text.length() > MOST_IN_TOOLTIP ? text.substring(0, MOST_IN_TOOLTIP) + " …" : text);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(TOOLTIP_WIDTH);
        return tooltip;
    }
}
