package org.katagpu.ui.page.connect;

import java.util.List;

import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What was left out on the way to a host: one line that unfolds to all of it; a few stand open. */
final class LeftOutView {
    private static final int OPEN = 2;

    private final Messages words;
    private final String title;
    private final List<Text> texts;

    /** @param title key of a sentence with the number of texts */
    LeftOutView(Messages words, String title, List<Text> texts) {
        this.words = words;
        this.title = title;
        this.texts = texts;
    }

    Node node() {
        VBox all = new VBox(4);
        fill(all);
        return all;
    }

    /** The lines are the box's own children, the one that unfolds them first. */
    void fill(VBox into) {
        List<Label> lines = texts.stream().map(this::line).toList();
        into.getChildren().setAll(lines);
        if (lines.size() > OPEN) {
            Hyperlink unfold = new Hyperlink(words.get(title, lines.size()));
            unfold.setId("left-out");
            unfold.setWrapText(true);
            unfold.setOnAction(event -> show(lines, !lines.getFirst().isVisible()));
            show(lines, false);
            into.getChildren().addFirst(unfold);
        }
    }

    private static void show(List<Label> lines, boolean shown) {
        lines.forEach(line -> {
            line.setVisible(shown);
            line.setManaged(shown);
        });
    }

    private Label line(Text text) {
        Label line = new Label(words.get(text), new FontIcon(Feather.ALERT_TRIANGLE));
        line.setWrapText(true);
        line.getStyleClass().addAll("finding", "finding-warn");
        return line;
    }
}
