package org.katagpu.ui.chat;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.ui.control.ClipboardText;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.theme.Theme;

/** A window beside the wizard's: a text to be copied, or what went wrong. */
final class ShownText {
    private static final int WIDTH = 820;
    private static final int HEIGHT = 520;

    private final String title;
    private final VBox box = new VBox(10);

    ShownText(Messages words, String title, String lead, String text) {
        this.title = title;
        Label about = new Label(lead);
        about.setWrapText(true);
        TextArea shown = new TextArea(text);
        shown.setId("chat-shown-text");
        shown.setEditable(false);
        shown.getStyleClass().add("mono");
        shown.setAccessibleText(title);
        VBox.setVgrow(shown, Priority.ALWAYS);
        Button copy = new Button(words.get("chatpanel.copy"));
        copy.setOnAction(_ -> ClipboardText.copy(text));
        box.getChildren().addAll(about, shown, new HBox(copy));
    }

    ShownText(Messages words, String title, Problem problem) {
        this.title = title;
        box.getChildren().add(new ProblemView(words, problem));
    }

    Node node() {
        return box;
    }

    void show(Scene owner) {
        box.getStyleClass().addAll("wizard", "page");
        Stage window = new Stage();
        window.initOwner(owner.getWindow());
        window.setTitle(title);
        Scene scene = new Scene(box, WIDTH, HEIGHT);
        scene.getStylesheets().add(Theme.stylesheet());
        window.setScene(scene);
        window.show();
    }
}
