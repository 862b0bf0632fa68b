package org.katagpu.ui.page.connect;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.util.StringConverter;
import org.katagpu.message.Messages;

/** Which built-in practice host to connect to, and what each is like. */
final class PersonaChoice {
    private final ComboBox<PracticeHosts.Choice> box;

    /** @param about gets what the chosen one is like */
    PersonaChoice(ComboBox<PracticeHosts.Choice> box, Label about, List<PracticeHosts.Choice> choices,
            Messages words) {
        this.box = box;
        box.setConverter(inWords(words));
        box.getItems().setAll(choices);
        box.valueProperty().subscribe(choice -> about
                .setText(Optional.ofNullable(choice).map(chosen -> words.get(chosen.about())).orElse("")));
        box.getSelectionModel().selectFirst();
    }

    PracticeHosts.Choice chosen() {
        return box.getValue();
    }

    private static StringConverter<PracticeHosts.Choice> inWords(Messages words) {
        return new StringConverter<>() {
            @Override
            public String toString(PracticeHosts.Choice choice) {
                return choice == null ? "" : words.get(choice.name());
            }

            @Override
            public PracticeHosts.Choice fromString(String text) {
                throw new UnsupportedOperationException("the list is not editable");
            }
        };
    }
}
