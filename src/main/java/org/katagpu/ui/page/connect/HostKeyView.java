package org.katagpu.ui.page.connect;

import java.util.function.Consumer;

import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions.HostKeyAnswer;

/** A host key to be judged: unknown, or changed with old and new side by side. */
final class HostKeyView {
    private final Messages words;
    private final HostKeyQuestion question;

    HostKeyView(Messages words, HostKeyQuestion question) {
        this.words = words;
        this.question = question;
    }

    Node unknown(Consumer<HostKeyAnswer> answer) {
        Button remember = button("connect.key.remember", () -> answer.accept(HostKeyAnswer.REMEMBER));
        Button once = button("connect.key.once", () -> answer.accept(HostKeyAnswer.ONCE));
        Button refuse = button("connect.key.refuse", () -> answer.accept(HostKeyAnswer.REFUSE));
        refuse.setCancelButton(true);
        VBox sheet = sheet(title("connect.key.unknown", question.label()), compare(), offered(),
                new HBox(10, remember, once, refuse));
        if (!question.notes().isEmpty()) {
            sheet.getChildren().add(1, new LeftOutView(words, "connect.key.notes", question.notes()).node());
        }
        return sheet;
    }

    /** Replacing needs the host's name typed: a changed key is what an attack looks like. */
    Node changed(Runnable replace) {
        GridPane keys = new GridPane();
        keys.setHgap(12);
        keys.setVgap(6);
        int row = 0;
        for (HostKeyQuestion.Known known : question.known()) {
            keys.addRow(row++, new Label(words.get("connect.key.old")), mono(known.type() + "\n" + known.fingerprint()),
                    hint(words.get("connect.key.source", known.source())));
        }
        keys.addRow(row, new Label(words.get("connect.key.new")),
                mono(question.offered().type() + "\n" + question.offered().fingerprint()));
        TextField typed = new TextField();
        typed.setId("retype-host");
        typed.setPromptText(question.label());
        Button act = button("connect.key.replace", replace);
        act.getStyleClass().add("danger");
        act.disableProperty().bind(Bindings.notEqual(typed.textProperty(), question.label()));
        HBox.setHgrow(typed, Priority.ALWAYS);
        return sheet(title("connect.key.changed.side", question.label()), keys, compare(),
                hint(words.get("connect.key.retype", question.label())), new HBox(10, typed, act));
    }

    private Node offered() {
        return mono(question.offered().type() + "\n" + question.offered().fingerprint());
    }

    private Node compare() {
        TextField command = new TextField(question.offered().consoleCommand());
        command.setEditable(false);
        command.getStyleClass().add("mono");
        // Comparing comes first; no key press there answers by chance.
        javafx.application.Platform.runLater(command::requestFocus);
        return new VBox(4, hint(words.get("connect.key.compare")), command);
    }

    private Button button(String key, Runnable action) {
        Button button = new Button(words.get(key));
        button.setId(key.substring(key.lastIndexOf('.') + 1) + "-key");
        button.setOnAction(event -> action.run());
        return button;
    }

    private Label title(String key, Object... arguments) {
        Label title = new Label(words.get(key, arguments));
        title.getStyleClass().add("section-title");
        title.setWrapText(true);
        return title;
    }

    private static Label mono(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("mono");
        label.setMinHeight(javafx.scene.layout.Region.USE_PREF_SIZE);
        return label;
    }

    private static Label hint(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("hint");
        label.setWrapText(true);
        return label;
    }

    private static VBox sheet(Node... children) {
        VBox sheet = new VBox(children);
        sheet.getStyleClass().addAll("card", "question");
        return sheet;
    }
}
