package org.katagpu.ui.page.model;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

import javafx.animation.PauseTransition;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.setup.serve.ServeChoice;
import org.katagpu.setup.serve.ServeFault;

/** One choice as text: its name, the field, what is wrong while it is typed, and a sentence that explains it. */
final class FormField extends VBox {
    /** Long enough to finish a word: each change of the choice is asked of the host. */
    private static final Duration STILL_TYPING = Duration.millis(700);

    /** How the text is the choice's. @param faults those that are this field's to show */
    record Part(String key, Function<ServeChoice, String> read, BiFunction<ServeChoice, String, ServeChoice> write,
            Set<ServeFault> faults) {}

    private final TextField field = new TextField();
    private final Label wrong = new Label();
    private final Messages words;
    private final ServeModel model;
    private final Part part;
    private final PauseTransition still = new PauseTransition(STILL_TYPING);
    private boolean showing = true;

    FormField(Messages words, ServeModel model, Part part) {
        super(3);
        this.words = words;
        this.model = model;
        this.part = part;
        Label name = new Label(words.get("modelpage.field." + part.key()));
        name.setLabelFor(field);
        Label hint = new Label(words.get("modelpage.field." + part.key() + ".hint"));
        hint.setWrapText(true);
        hint.getStyleClass().add("hint");
        wrong.setWrapText(true);
        wrong.getStyleClass().add("danger-text");
        wrong.setId("model-" + part.key() + "-wrong");
        field.setId("model-" + part.key());
        field.textProperty().subscribe(this::typed);
        field.setOnAction(event -> commit());
        field.focusedProperty().subscribe((before, focused) -> {
            if (!focused) {
                commit();
            }
        });
        still.setOnFinished(event -> commit());
        getChildren().setAll(name, field, wrong, hint);
        showing = false;
    }

    private void typed(String text) {
        Optional<Text> fault = fault(text.strip());
        wrong.setText(fault.map(words::get).orElse(""));
        wrong.setVisible(fault.isPresent());
        wrong.setManaged(fault.isPresent());
        if (!showing) {
            still.playFromStart();
        }
    }

    private Optional<Text> fault(String text) {
        try {
            return model.faults(choice -> part.write().apply(choice, text)).stream().filter(part.faults()::contains)
                    .findFirst().map(fault -> Text.of("serve.fault." + fault.word()));
        } catch (IllegalArgumentException outOfBounds) {
            return Optional.of(Text.of("modelpage.field." + part.key() + ".wrong"));
        }
    }

    private void commit() {
        still.stop();
        String text = field.getText().strip();
        if (!text.equals(part.read().apply(model.choiceProperty().get()))) {
            model.change(choice -> part.write().apply(choice, text));
        }
    }

    void show(ServeChoice choice) {
        boolean kept = wrong.isVisible() && fault(field.getText().strip()).isPresent();
        if (!field.isFocused() && (!kept || field.getText().isEmpty())) {
            showing = true;
            field.setText(part.read().apply(choice));
            showing = false;
        }
        // What one field means can hang on another: a folder is no name of a model.
        typedAgain();
    }

    private void typedAgain() {
        showing = true;
        typed(field.getText());
        showing = false;
    }

    /** Said in grey while nothing is typed: what counts then. */
    void otherwise(String value) {
        field.setPromptText(value);
    }

    void dispose() {
        still.stop();
    }
}
