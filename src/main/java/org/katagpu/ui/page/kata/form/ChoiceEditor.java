package org.katagpu.ui.page.kata.form;

import java.util.List;
import java.util.function.Consumer;

import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;

import org.katagpu.kataconf.toml.TomlValue;

/** One of a few words. A word in the file that is none of them stays in sight. */
final class ChoiceEditor extends HBox {
    ChoiceEditor(List<String> choices, String shown, Consumer<TomlValue> commit) {
        ComboBox<String> box = new ComboBox<>();
        box.setId("value-choice");
        box.getItems().setAll(choices);
        if (!box.getItems().contains(shown)) {
            box.getItems().addFirst(shown);
        }
        box.setValue(shown);
        box.valueProperty().addListener((_, _, now) -> commit.accept(TomlValue.text(now)));
        getChildren().add(box);
    }
}
