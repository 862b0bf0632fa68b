package org.katagpu.ui.page.kataconfig.form;

import java.util.function.Consumer;

import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import org.katagpu.kataconf.toml.TomlValue;

/** Text, shown without its quotes. */
final class TextEditor extends HBox {
    TextEditor(String text, Consumer<TomlValue> commit) {
        CommitField field = new CommitField(text, typed -> commit.accept(TomlValue.text(typed)));
        HBox.setHgrow(field, Priority.ALWAYS);
        getChildren().add(field);
    }
}
