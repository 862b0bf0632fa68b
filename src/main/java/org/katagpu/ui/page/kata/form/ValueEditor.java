package org.katagpu.ui.page.kata.form;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import javafx.scene.Node;
import javafx.scene.control.TextField;

import org.katagpu.kataconf.KeyRow;
import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.schema.ValueKind;
import org.katagpu.kataconf.toml.Literal;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Messages;
import org.katagpu.ui.control.FormDrafts;

/** Makes the control that fits a key's kind. A value written against its kind is edited as text, as is an unknown key. */
final class ValueEditor {
    private final Messages words;
    private final FormDrafts drafts;
    private final PathCheck paths;
    private final Consumer<TomlValue> commit;

    /**
     * @param drafts what stands in fields and is no value
     * @param paths of the host
     * @param commit takes each value the admin settled on
     */
    ValueEditor(Messages words, FormDrafts drafts, PathCheck paths, Consumer<TomlValue> commit) {
        this.words = words;
        this.drafts = drafts;
        this.paths = paths;
        this.commit = commit;
    }

    Node of(KeyRow row) {
        Optional<TomlValue> shown = row.state() == KeyRow.State.ACTIVE ? row.value() : row.effective().or(row::value);
        Optional<KeySpec> spec = row.spec()
                .filter(one -> one.kind() != ValueKind.TABLES && shown.map(one.kind()::admits).orElse(true));
        return spec.map(one -> typed(one, row, shown)).orElseGet(() -> field(row, Typed.source(),
                row.value().map(Literal::of).orElse(row.source()), Optional.of(words.get("kata.page.source.hint"))));
    }

    private Node typed(KeySpec spec, KeyRow row, Optional<TomlValue> shown) {
        Optional<String> unit = Optional.of(spec.unit()).filter(one -> !one.isEmpty())
                .map(one -> words.get("kata.page.unit", one));
        return switch (spec.kind()) {
            case FLAG -> new FlagEditor(words, shown.filter(new TomlValue.Flag(true)::equals).isPresent(), commit);
            case INTEGER -> field(row, Typed.whole(spec), Typed.shown(shown), unit);
            case NUMBER -> field(row, Typed.number(spec), Typed.shown(shown), unit);
            case CHOICE -> new ChoiceEditor(row.choices(), Typed.shown(shown), commit);
            case LIST -> list(row, shown.flatMap(TomlValue::asTexts).orElse(List.of()));
            case TEXT, TABLES -> field(row, Typed.text(spec, Typed.shown(shown)), Typed.shown(shown), Optional.empty());
        };
    }

    private Node field(KeyRow row, Typed typed, String shown, Optional<String> hint) {
        TextField input = new TextField();
        TypedField field = new TypedField(words, drafts, row.ref(), input, typed, shown, hint, commit);
        input.setOnAction(event -> field.settle());
        paths.browse(row, input::getText, field::enter).ifPresent(field::beside);
        return field;
    }

    private Node list(KeyRow row, List<String> lines) {
        return new TypedField(words, drafts, row.ref(), new ListEditor(lines.size()), Typed.list(),
                String.join("\n", lines), Optional.of(words.get("kata.page.list.hint")), commit);
    }
}
