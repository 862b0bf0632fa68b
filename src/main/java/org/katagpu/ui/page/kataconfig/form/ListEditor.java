package org.katagpu.ui.page.kataconfig.form;

import java.util.List;
import java.util.function.Consumer;

import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;

import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Messages;

/** A list of texts, one a line. */
final class ListEditor extends VBox {
    private static final int MOST_ROWS = 6;
    private List<String> settled;

    ListEditor(Messages words, List<String> shown, Consumer<TomlValue> commit) {
        super(4);
        settled = shown;
        TextArea area = new TextArea(String.join("\n", shown));
        area.setId("value-list");
        area.getStyleClass().add("mono");
        area.setPrefRowCount(Math.clamp(shown.size() + 1L, 2, MOST_ROWS));
        area.focusedProperty().addListener((_, _, focused) -> {
            List<String> typed = area.getText().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
            if (!focused && !typed.equals(settled)) {
                settled = typed;
                commit.accept(TomlValue.texts(typed));
            }
        });
        Label hint = new Label(words.get("kataconfig.list.hint"));
        hint.getStyleClass().add("hint");
        getChildren().addAll(area, hint);
    }
}
