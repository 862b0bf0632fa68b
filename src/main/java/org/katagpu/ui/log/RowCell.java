package org.katagpu.ui.log;

import java.util.List;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Pane;
import org.jspecify.annotations.Nullable;

/** One row in sight. Draws anew only what has changed. */
final class RowCell extends Pane {
    private static final PseudoClass HEADING = PseudoClass.getPseudoClass("heading");
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final PseudoClass LEAD = PseudoClass.getPseudoClass("lead");
    private static final int MOST_IN_TOOLTIP = 4_000;
    private static final double TOOLTIP_WIDTH = 720;

    private final RowRenderer look;
    private final RowBox box;
    private @Nullable LogEntry entry;
    private @Nullable Tooltip tooltip;
    private int index;
    private int drawnLook = -1;
    private boolean selected;

    RowCell(RowRenderer look) {
        this.look = look;
        box = new RowBox(look.font());
        getStyleClass().add("log-row");
        setManaged(false);
        setAccessibleRole(AccessibleRole.LIST_ITEM);
        getChildren().add(box);
    }

    void show(LogEntry shown, int at, RowSelection selection) {
        index = at;
        boolean select = selection.contains(shown.number());
        if (select != selected) {
            selected = select;
            pseudoClassStateChanged(SELECTED, select);
        }
        pseudoClassStateChanged(LEAD, selection.lead() == shown.number());
        if (shown != entry || drawnLook != look.revision()) {
            entry = shown;
            drawnLook = look.revision();
            draw(shown);
        }
        setVisible(true);
    }

    void hide() {
        entry = null;
        setVisible(false);
    }

    /** How wide the row would like to be. */
    double wanted() {
        return box.prefWidth(-1);
    }

    /** @param left how far the rows are scrolled sideways */
    void place(double y, double width, double left) {
        resizeRelocate(0, y, width, look.font().rowHeight());
        box.resizeRelocate(-left, 0, Math.max(width, wanted()), look.font().rowHeight());
    }

    int index() {
        return index;
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case INDEX -> index;
            case SELECTED -> selected;
            case TEXT -> entry == null ? "" : look.words().plain(entry);
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    private void draw(LogEntry shown) {
        pseudoClassStateChanged(HEADING, shown instanceof LogEntry.Heading);
        LogTheme theme = look.theme();
        List<TextRun> pieces = look.pieces(shown);
        boolean matters = shown.level().compareTo(LogLevel.PLAIN) > 0;
        box.show(matters ? theme.of(shown.level()) : null, look.times() ? look.time(shown) : null, theme.muted(),
                pieces);
        if (tooltip != null) {
            Tooltip.uninstall(this, tooltip);
            tooltip = null;
        }
        if (look.isClipped(shown)) {
            tooltip = whole(shown);
            Tooltip.install(this, tooltip);
        }
    }

    private Tooltip whole(LogEntry shown) {
        String text = look.words().plain(shown);
        Tooltip tip = new Tooltip(text.length() > MOST_IN_TOOLTIP ? text.substring(0, MOST_IN_TOOLTIP) + " …" : text);
        tip.setWrapText(true);
        tip.setMaxWidth(TOOLTIP_WIDTH);
        return tip;
    }
}
