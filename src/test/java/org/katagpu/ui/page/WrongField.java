package org.katagpu.ui.page;

import java.util.regex.Pattern;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import org.katagpu.ui.control.SecretField;

/** What the contract of forms asks of one field with one wrong input, where a button beside the form is the act. */
public final class WrongField {
    private static final Pattern EXAMPLE = Pattern.compile("(?i)for example|\u4f8b\u5982");

    private WrongField() {}

    /** @param act id of the button @return what speaks against it; empty where all is well. JavaFX thread only. */
    public static String stops(Parent root, String id, String wrong, String act) {
        TextField field = root.lookup("#" + id) instanceof ComboBox<?> box
                ? box.getEditor()
                : (TextField) root.lookup("#" + id);
        String before = field.getText();
        String typed = field instanceof SecretField ? "\u2022".repeat(wrong.length()) : wrong;
        field.setText(wrong);
        field.fireEvent(new ActionEvent());
        StringBuilder against = new StringBuilder();
        if (!root.lookup("#" + act).isDisabled()) {
            against.append(" the act is offered;");
        }
        if (!(root.lookup("#" + act + "-reason") instanceof Labeled reason) || !reason.isVisible()
                || reason.getText().isEmpty()) {
            against.append(" no reason stands in the act's place;");
        }
        if (!field.getText().equals(typed)) {
            against.append(" the text is now ").append(field.getText()).append(';');
        }
        Node says = root.lookup("#" + id + "-wrong");
        String said = says instanceof Labeled label && label.isVisible() ? label.getText() : "";
        if (!EXAMPLE.matcher(said).find()) {
            against.append(" no example of what is expected: ").append(said).append(';');
        }
        field.setText(before);
        if (root.lookup("#" + id + "-wrong").isVisible()) {
            against.append(" it stays wrong;");
        }
        return against.isEmpty() ? "" : id + " with '" + wrong + "':" + against + "\n";
    }
}
