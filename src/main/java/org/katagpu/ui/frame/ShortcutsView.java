package org.katagpu.ui.frame;

import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;

/** What the keyboard does. */
final class ShortcutsView extends VBox {
    ShortcutsView(Messages words) {
        getStyleClass().addAll("page", "shortcuts");
        Label title = new Label(words.get("frame.menu.shortcuts"));
        title.getStyleClass().add("page-title");
        GridPane table = new GridPane(24, 8);
        row(table, words, "frame.shortcut.steps");
        for (Shortcut shortcut : Shortcut.values()) {
            row(table, words, shortcut.key());
        }
        row(table, words, "frame.shortcut.escape");
        getChildren().addAll(title, table);
    }

    private static void row(GridPane table, Messages words, String key) {
        Label keys = new Label(words.get(key + ".keys"));
        keys.getStyleClass().add("keys");
        keys.setMinWidth(USE_PREF_SIZE);
        Label what = new Label(words.get(key));
        what.setWrapText(true);
        table.addRow(table.getRowCount(), keys, what);
    }
}
