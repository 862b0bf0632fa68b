package org.katagpu.ui.page.kataconfig.form;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import javafx.beans.property.BooleanProperty;
import javafx.scene.Node;

import org.katagpu.kataconf.KeyRow;
import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.schema.ValueKind;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Messages;

/** Makes the control that fits a key's kind. A value written against its kind is edited as text, as is an unknown key. */
final class ValueEditor {
    private final Messages words;
    private final BooleanProperty wrong;
    private final Consumer<TomlValue> commit;

    /**
     * @param wrong set while a field holds what is no value
     * @param commit takes each value the admin settled on
     */
    ValueEditor(Messages words, BooleanProperty wrong, Consumer<TomlValue> commit) {
        this.words = words;
        this.wrong = wrong;
        this.commit = commit;
    }

    Node of(KeyRow row) {
        Optional<TomlValue> shown = row.state() == KeyRow.State.ACTIVE ? row.value() : row.effective().or(row::value);
        Optional<KeySpec> spec = row.spec()
                .filter(one -> one.kind() != ValueKind.TABLES && shown.map(one.kind()::admits).orElse(true));
        return spec.map(one -> typed(one, row, shown)).orElseGet(() -> new SourceEditor(words, row, wrong, commit));
    }

    private Node typed(KeySpec spec, KeyRow row, Optional<TomlValue> shown) {
        return switch (spec.kind()) {
            case FLAG -> new FlagEditor(words, shown.filter(new TomlValue.Flag(true)::equals).isPresent(), commit);
            case INTEGER -> new WholeEditor(words, spec, shown.map(one -> ((TomlValue.Whole) one).value()), wrong,
                    commit);
            case NUMBER -> new NumberEditor(words, spec, shown, wrong, commit);
            case CHOICE -> new ChoiceEditor(row.choices(), text(shown), commit);
            case LIST -> new ListEditor(words, shown.flatMap(TomlValue::asTexts).orElse(List.of()), commit);
            case TEXT, TABLES -> new TextEditor(text(shown), commit);
        };
    }

    private static String text(Optional<TomlValue> value) {
        return value.orElse(TomlValue.text("")) instanceof TomlValue.Text(String text) ? text : "";
    }
}
