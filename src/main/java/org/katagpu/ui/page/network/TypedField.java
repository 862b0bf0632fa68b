package org.katagpu.ui.page.network;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.message.Text;

/**
 * One setting as text: its name, the field, and below it what is wrong with what is being typed, or else a sentence
 * that explains it. Taken over on Enter or when the field is left, and only when nothing speaks against it.
 */
final class TypedField extends VBox {
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

    private final TextField field = new TextField();
    private final Label below = new Label();
    private final Messages words;
    private final String hint;
    private final Function<String, Optional<Text>> against;
    private final Consumer<String> take;
    private String known = "";

    /**
     * @param key of its name, with {@code .hint} its sentence
     * @param against what speaks against a text
     */
    TypedField(Messages words, String key, Function<String, Optional<Text>> against, Consumer<String> take) {
        super(3);
        this.words = words;
        this.hint = words.get(key + ".hint");
        this.against = against;
        this.take = take;
        Label name = new Label(words.get(key));
        name.setLabelFor(field);
        below.setWrapText(true);
        field.setId(key.replace('.', '-'));
        field.textProperty().subscribe(text -> explain());
        field.setOnAction(event -> commit());
        field.focusedProperty().subscribe((before, focused) -> {
            if (!focused) {
                commit();
            }
        });
        getChildren().setAll(name, field, below);
    }

    private Optional<Text> wrong() {
        return against.apply(field.getText().strip());
    }

    private void explain() {
        Optional<Text> wrong = wrong();
        below.setText(wrong.map(words::get).orElse(hint));
        below.getStyleClass().setAll("label", wrong.isPresent() ? "danger-text" : "hint");
        field.pseudoClassStateChanged(ERROR, wrong.isPresent());
    }

    private void commit() {
        String text = field.getText().strip();
        if (!text.equals(known) && wrong().isEmpty()) {
            known = text;
            take.accept(text);
        }
    }

    /** Shows the value of the choice, unless something else is being typed. */
    void show(String value) {
        boolean typing = !field.getText().strip().equals(known);
        known = value;
        if (!typing) {
            field.setText(value);
        }
        explain();
    }

    /** What stands in the empty field. */
    void prompt(String text) {
        field.setPromptText(text);
    }
}
