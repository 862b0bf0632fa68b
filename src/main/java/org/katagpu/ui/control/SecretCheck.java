package org.katagpu.ui.control;

import java.util.function.Predicate;
import javafx.scene.control.Label;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.ui.control.FormDrafts.Draft;

/** Says below a secret's field what it takes while something else stands in it; of the secret itself nothing is kept. */
public final class SecretCheck extends Label {
    /**
     * @param name what the field is called
     * @param expected what it takes
     * @param allowed gets a copy of what is typed, wiped after it
     */
    public SecretCheck(Messages words, FormDrafts drafts, SecretField field, Text name, Text expected,
            Predicate<char[]> allowed) {
        setId(field.getId() + "-wrong");
        setText(words.get(expected));
        setWrapText(true);
        getStyleClass().add("danger-text");
        drafts.drop(field.getId());
        field.textProperty().subscribe(typed -> {
            boolean wrong = !field.getText().isEmpty() && !field.holds(allowed);
            setVisible(wrong);
            setManaged(wrong);
            if (wrong) {
                drafts.put(field.getId(), new Draft(name, "", expected));
            } else {
                drafts.drop(field.getId());
            }
        });
    }
}
