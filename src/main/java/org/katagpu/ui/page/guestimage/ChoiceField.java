package org.katagpu.ui.page.guestimage;

import java.util.function.Function;
import java.util.function.Predicate;

import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.setup.rootfs.RootfsChoice;

/** One choice as text: its name, the field, a sentence that explains it, and what is wrong with what was typed. */
final class ChoiceField extends VBox {
    private final TextField field = new TextField();
    private final Label wrong = new Label();
    private final Function<RootfsChoice, String> read;

    /**
     * @param key {@code rootfs.field.<key>}, with {@code .hint} its sentence
     * @param read the value in the choice
     * @param commit takes what was typed; false where it is not allowed
     */
    ChoiceField(Messages words, String key, Function<RootfsChoice, String> read, Predicate<String> commit) {
        super(3);
        this.read = read;
        Label name = new Label(words.get("rootfs.field." + key));
        name.setLabelFor(field);
        Label hint = new Label(words.get("rootfs.field." + key + ".hint"));
        hint.setWrapText(true);
        hint.getStyleClass().add("hint");
        wrong.setText(words.get("rootfs.field.wrong"));
        wrong.getStyleClass().add("danger-text");
        complain(false);
        field.setId("rootfs-" + key);
        field.setOnAction(event -> complain(!commit.test(field.getText().strip())));
        field.focusedProperty().subscribe((before, focused) -> {
            if (!focused) {
                complain(!commit.test(field.getText().strip()));
            }
        });
        getChildren().setAll(name, field, wrong, hint);
    }

    private void complain(boolean about) {
        wrong.setVisible(about);
        wrong.setManaged(about);
    }

    void show(RootfsChoice choice) {
        if (!wrong.isVisible() && !field.isFocused()) {
            field.setText(read.apply(choice));
        }
    }
}
