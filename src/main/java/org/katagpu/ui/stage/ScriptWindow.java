package org.katagpu.ui.stage;

import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.ui.control.ClipboardText;
import org.katagpu.ui.frame.SideWindow;

/** Shows the script an act will run on the host, to the letter, beside the wizard's window. */
public final class ScriptWindow {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 700;

    private final Messages words;
    private final String script;

    public ScriptWindow(Messages words, String script) {
        this.words = words;
        this.script = script;
    }

    public void show(Scene owner) {
        TextArea text = new TextArea(script);
        text.setEditable(false);
        text.getStyleClass().add("mono");
        text.setAccessibleText(words.get("panel.script"));
        VBox.setVgrow(text, Priority.ALWAYS);
        Button copy = new Button(words.get("frame.copy"));
        copy.setOnAction(event -> ClipboardText.copy(script));
        Label lead = new Label(words.get("panel.script.lead"));
        lead.setWrapText(true);
        VBox box = new VBox(10, lead, text, new HBox(copy));
        box.getStyleClass().addAll("page");
        new SideWindow(owner.getWindow(), words.get("panel.script"), box, WIDTH, HEIGHT).show();
    }
}
