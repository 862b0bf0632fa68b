package org.katagpu.ui.page.kata.form;

import java.util.Optional;
import java.util.function.Consumer;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.ui.control.FormDrafts;
import org.katagpu.ui.control.FormDrafts.Draft;

/**
 * A key's value as text, under the contract of all forms: judged while it is typed, taken with Enter or when it is
 * left, and while it is no value kept as it was typed, also while another key is looked at.
 */
final class TypedField extends VBox {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final TextInputControl input;
    private final Label why = new Label();
    private final Typed typed;
    private final Consumer<TomlValue> commit;
    private final Messages words;
    private final FormDrafts drafts;
    private final String id;
    private final Text name;
    private String settled;

    /** @param hint shown while nothing is wrong; empty: none */
    TypedField(Messages words, FormDrafts drafts, KeyRef ref, TextInputControl input, Typed typed, String shown,
            Optional<String> hint, Consumer<TomlValue> commit) {
        super(4);
        this.words = words;
        this.drafts = drafts;
        this.id = ref.toString();
        this.name = Text.of("kata.page.field", ref.key());
        this.input = input;
        this.typed = typed;
        this.commit = commit;
        this.settled = shown;
        input.setId(typed.id());
        input.getStyleClass().add("mono");
        input.setText(drafts.text(id).orElse(shown));
        why.setId("value-wrong");
        why.setWrapText(true);
        Label says = new Label(hint.orElse(""));
        says.setWrapText(true);
        says.getStyleClass().add("hint");
        says.visibleProperty().bind(why.visibleProperty().not());
        says.managedProperty().bind(why.visibleProperty().not());
        why.getStyleClass().add("danger-text");
        why.managedProperty().bind(why.visibleProperty());
        getChildren().addAll(input, why);
        if (hint.isPresent()) {
            getChildren().add(says);
        }
        explain();
        input.textProperty().addListener(_ -> changed());
        input.focusedProperty().addListener((_, _, focused) -> {
            if (!focused) {
                settle();
            }
        });
    }

    private Optional<Text> explain() {
        Optional<Text> against = input.getText().equals(settled) ? Optional.empty() : typed.against(input.getText());
        why.setText(against.map(words::get).orElse(""));
        why.setVisible(against.isPresent());
        input.pseudoClassStateChanged(WRONG, against.isPresent());
        return against;
    }

    private void changed() {
        Optional<Text> against = explain();
        if (input.getText().equals(settled)) {
            drafts.drop(id);
        } else if (against.isPresent()) {
            drafts.put(id, new Draft(name, input.getText(), against.get()));
        } else if (drafts.text(id).isPresent()) {
            drafts.put(id, new Draft(name, input.getText(), Text.of("panel.not-taken")));
        }
    }

    /** Puts a value there as if it were typed and taken. */
    void enter(String text) {
        input.setText(text);
        settle();
    }

    /** A button that fills the field, at its end. */
    void beside(Node button) {
        getChildren().remove(input);
        HBox row = new HBox(6, input, button);
        HBox.setHgrow(input, Priority.ALWAYS);
        getChildren().addFirst(row);
    }

    /** What is typed is taken, where it is a value. */
    void settle() {
        String text = input.getText();
        if (!text.equals(settled) && typed.against(text).isEmpty()) {
            settled = text;
            drafts.drop(id);
            typed.value().apply(text).ifPresent(commit);
        }
    }
}
