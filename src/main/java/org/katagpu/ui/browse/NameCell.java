package org.katagpu.ui.browse;

import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.setup.browse.HostEntry;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A name with the mark of what it is; one that cannot be said in a field is grey and says so. */
final class NameCell extends TableCell<HostEntry, HostEntry> {
    private final Messages words;
    private final FontIcon mark = new FontIcon();

    NameCell(Messages words) {
        this.words = words;
    }

    @Override
    protected void updateItem(@Nullable HostEntry entry, boolean empty) {
        super.updateItem(entry, empty);
        getStyleClass().remove("hint");
        if (empty || entry == null) {
            setText(null);
            setGraphic(null);
            setTooltip(null);
            return;
        }
        mark.setIconCode(switch (entry.kind()) {
            case FOLDER -> Feather.FOLDER;
            case FILE -> Feather.FILE;
            case OTHER -> Feather.MINUS;
        });
        setText(entry.name());
        setGraphic(mark);
        setTooltip(new Tooltip(entry.sayable() ? entry.name() : words.get("browse.unsayable")));
        if (!entry.sayable()) {
            getStyleClass().add("hint");
        }
    }
}
