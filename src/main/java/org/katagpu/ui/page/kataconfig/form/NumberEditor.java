package org.katagpu.ui.page.kataconfig.form;

import java.util.Optional;
import java.util.function.Consumer;

import javafx.beans.property.BooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.toml.Literal;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Messages;

/** A number that may have a fraction. */
final class NumberEditor extends HBox {
    NumberEditor(Messages words, KeySpec spec, Optional<TomlValue> shown, BooleanProperty wrong,
            Consumer<TomlValue> commit) {
        super(8);
        setAlignment(Pos.CENTER_LEFT);
        CommitField[] field = new CommitField[1];
        field[0] = new CommitField(shown.map(Literal::of).orElse(""), typed -> {
            Optional<TomlValue> number = SourceEditor.parse(typed).filter(spec.kind()::admits);
            field[0].wrong(number.isEmpty());
            wrong.set(number.isEmpty());
            number.ifPresent(commit);
        });
        field[0].setTooltip(new Tooltip(words.get("kataconf.type.number")));
        getChildren().addAll(field[0], new Label(spec.unit()));
    }
}
