package org.katagpu.ui.control;

import java.util.function.Consumer;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.setup.ChecksumQuestion;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Asks whether a file brought to the host is the right one: its sum, where it came from, how to compare, and one
 * button. Nothing is confirmed by itself.
 */
public final class ChecksumConfirm extends VBox {
    /** @param confirmed gets the sum, 64 hex digits, once the button is pressed */
    public ChecksumConfirm(Messages words, ChecksumQuestion question, Consumer<String> confirmed) {
        getStyleClass().addAll("card", "question");
        Label what = wrapped(words.get("frame.checksum.ask", question.name()), "finding-what");
        what.setGraphic(new FontIcon(Feather.HELP_CIRCLE));
        // All of it must be in sight, to be compared.
        TextArea sum = new TextArea(question.sha256());
        sum.setId("checksum");
        sum.setEditable(false);
        sum.setWrapText(true);
        sum.setPrefRowCount(2);
        sum.setMinHeight(USE_PREF_SIZE);
        sum.setAccessibleText(words.get("frame.checksum.sum"));
        sum.getStyleClass().add("mono");
        Label from = wrapped(words.get("frame.checksum.from", question.source()), "hint");
        Label compare = wrapped(words.get("frame.checksum.compare"), "hint");
        TextField command = readable("sha256sum " + question.name(), words.get("frame.checksum.command"));
        Button confirm = new Button(words.get("frame.checksum.confirm"));
        confirm.setId("checksum-confirm");
        confirm.getStyleClass().add("accent");
        confirm.setMinWidth(USE_PREF_SIZE);
        confirm.setOnAction(event -> confirmed.accept(question.sha256()));
        Button copy = new Button(words.get("frame.copy"), new FontIcon(Feather.COPY));
        copy.setMinWidth(USE_PREF_SIZE);
        copy.setOnAction(event -> ClipboardText.copy(question.sha256() + "  " + question.name()));
        getChildren().setAll(what, sum, from, compare, command, new HBox(8, confirm, copy));
    }

    /** Text that can be selected, and scrolled where it is wider than its place. */
    private static TextField readable(String text, String spoken) {
        TextField field = new TextField(text);
        field.setEditable(false);
        field.setAccessibleText(spoken);
        field.getStyleClass().add("mono");
        HBox.setHgrow(field, Priority.ALWAYS);
        return field;
    }

    private static Label wrapped(String text, String styleClass) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add(styleClass);
        return label;
    }
}
