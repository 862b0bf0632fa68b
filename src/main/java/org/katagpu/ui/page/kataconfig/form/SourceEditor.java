package org.katagpu.ui.page.kataconfig.form;

import java.util.Optional;
import java.util.function.Consumer;

import javafx.beans.property.BooleanProperty;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import org.katagpu.kataconf.KeyRow;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.Literal;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Messages;

/** A value as TOML writes it, quotes and all: for keys Kata is not known to read. */
final class SourceEditor extends VBox {
    private static final KeyRef PROBE = new KeyRef(TablePath.ROOT, "value");

    SourceEditor(Messages words, KeyRow row, BooleanProperty wrong, Consumer<TomlValue> commit) {
        super(4);
        Label hint = new Label(words.get("kataconfig.source.hint"));
        hint.getStyleClass().add("hint");
        hint.setWrapText(true);
        CommitField[] field = new CommitField[1];
        field[0] = new CommitField(row.value().map(Literal::of).orElse(row.source()), typed -> {
            Optional<TomlValue> value = parse(typed);
            field[0].wrong(value.isEmpty());
            wrong.set(value.isEmpty());
            hint.setText(words.get(value.isEmpty() ? "kataconfig.source.wrong" : "kataconfig.source.hint"));
            value.ifPresent(commit);
        });
        getChildren().addAll(field[0], hint);
    }

    /** The value a piece of TOML is; empty when it is none, or more than one. */
    static Optional<TomlValue> parse(String source) {
        TomlDocument document = TomlDocument.of("value = " + source);
        return document.items().size() == 1 && document.activeKeys().size() == 1
                ? document.value(PROBE)
                : Optional.empty();
    }
}
