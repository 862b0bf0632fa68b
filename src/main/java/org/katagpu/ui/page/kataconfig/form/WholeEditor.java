package org.katagpu.ui.page.kataconfig.form;

import java.util.Optional;
import java.util.function.Consumer;

import javafx.beans.property.BooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Messages;

/**
 * A whole number with its unit. What is typed counts with Enter or when the field is left, just as it is: one out of its
 * range is told of as such, one that is none stays in the field and keeps everything from being saved.
 */
final class WholeEditor extends VBox {
    WholeEditor(Messages words, KeySpec spec, Optional<Long> shown, BooleanProperty wrong,
            Consumer<TomlValue> commit) {
        super(4);
        Label why = new Label();
        why.setId("value-wrong");
        why.setWrapText(true);
        why.getStyleClass().add("caution");
        why.setVisible(false);
        why.setManaged(false);
        CommitField[] field = new CommitField[1];
        field[0] = new CommitField(shown.map(String::valueOf).orElse(""), typed -> {
            String digits = typed.strip().replace("_", "");
            boolean number = digits.matches("-?[0-9]{1,18}");
            field[0].wrong(!number);
            wrong.set(!number);
            why.setText(number ? "" : words.get("kataconfig.number.wrong", typed.strip(), example(spec)));
            why.setVisible(!number);
            why.setManaged(!number);
            if (number) {
                commit.accept(TomlValue.whole(Long.parseLong(digits)));
            }
        });
        field[0].setId("value-number");
        field[0].setTooltip(new Tooltip(words.get("kataconf.type.integer")));
        HBox row = new HBox(8, field[0], new Label(spec.unit()));
        row.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(row, why);
    }

    private static String example(KeySpec spec) {
        return String.valueOf(Math.max(spec.least().orElse(1), 1));
    }
}
