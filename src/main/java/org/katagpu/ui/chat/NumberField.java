package org.katagpu.ui.chat;

import java.util.function.Predicate;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;

/** A number that may be left to the server, with what is wrong about it below. */
final class NumberField extends VBox {
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

    private final TextField field = new TextField();
    private final Label wrong = new Label();

    /** @param taken takes what was typed, stripped; says whether it is such a number */
    NumberField(Messages words, String key, String value, Predicate<String> taken) {
        super(4);
        Label label = new Label(words.get("chatpanel." + key));
        label.setLabelFor(field);
        field.setId("chat-" + key);
        field.setText(value);
        field.setPromptText(words.get("chatpanel.default"));
        wrong.setText(words.get("chatpanel." + key + ".wrong"));
        wrong.setWrapText(true);
        wrong.getStyleClass().addAll("hint", "danger-text");
        show(true);
        getChildren().addAll(label, field, wrong);
        field.textProperty().subscribe((_, typed) -> show(taken.test(typed.strip())));
    }

    private void show(boolean right) {
        field.pseudoClassStateChanged(ERROR, !right);
        wrong.setVisible(!right);
        wrong.setManaged(!right);
    }
}
