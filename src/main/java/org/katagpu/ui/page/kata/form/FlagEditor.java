package org.katagpu.ui.page.kata.form;

import atlantafx.base.controls.ToggleSwitch;
import java.util.function.Consumer;
import javafx.scene.layout.HBox;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Messages;

/** On or off. */
final class FlagEditor extends HBox {
    FlagEditor(Messages words, boolean on, Consumer<TomlValue> commit) {
        ToggleSwitch flag = new ToggleSwitch();
        flag.setId("value-flag");
        flag.setSelected(on);
        flag.setText(name(words, on));
        flag.selectedProperty().addListener((_, _, now) -> {
            flag.setText(name(words, now));
            commit.accept(TomlValue.flag(now));
        });
        getChildren().add(flag);
    }

    private static String name(Messages words, boolean on) {
        return words.get(on ? "kata.page.flag.on" : "kata.page.flag.off");
    }
}
