package org.katagpu.ui.page.modelimage;

import java.util.function.BiFunction;
import java.util.function.Function;

import javafx.css.PseudoClass;
import javafx.scene.control.TextField;

import org.katagpu.setup.image.ImageChoice;

/** A text field that shows one setting of the choice, and sets it on Enter or when it is left. */
final class ChoiceField {
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

    private final TextField field;
    private final ModelImageModel model;
    private final Function<ImageChoice, String> shown;
    private final BiFunction<ImageChoice, String, ImageChoice> set;

    ChoiceField(TextField field, ModelImageModel model, Function<ImageChoice, String> shown,
            BiFunction<ImageChoice, String, ImageChoice> set) {
        this.field = field;
        this.model = model;
        this.shown = shown;
        this.set = set;
        field.setOnAction(event -> commit());
        field.focusedProperty().subscribe((had, has) -> {
            if (!has) {
                commit();
            }
        });
    }

    private void commit() {
        String text = field.getText().strip();
        if (!text.equals(shown.apply(model.choiceProperty().get()))) {
            field.pseudoClassStateChanged(ERROR, !model.edit(now -> set.apply(now, text)));
        }
    }

    void show(ImageChoice choice) {
        if (!field.isFocused()) {
            field.setText(shown.apply(choice));
            field.pseudoClassStateChanged(ERROR, false);
        }
    }
}
