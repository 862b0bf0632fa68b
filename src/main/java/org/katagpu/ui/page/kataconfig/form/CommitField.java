package org.katagpu.ui.page.kataconfig.form;

import java.util.function.Consumer;

import javafx.css.PseudoClass;
import javafx.scene.control.TextField;

/** A field whose text counts with Enter or when it is left, and only if it changed. */
final class CommitField extends TextField {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
    private final Consumer<String> commit;
    private String settled;

    CommitField(String text, Consumer<String> commit) {
        super(text);
        this.commit = commit;
        this.settled = text;
        setId("value-text");
        getStyleClass().add("mono");
        setOnAction(event -> settle());
        focusedProperty().addListener((_, _, focused) -> {
            if (!focused) {
                settle();
            }
        });
        textProperty().addListener(_ -> wrong(false));
    }

    /** Marks what was typed as no value. */
    void wrong(boolean now) {
        pseudoClassStateChanged(WRONG, now);
    }

    private void settle() {
        if (!getText().equals(settled)) {
            settled = getText();
            commit.accept(settled);
        }
    }
}
