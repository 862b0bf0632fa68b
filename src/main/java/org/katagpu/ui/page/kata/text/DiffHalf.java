package org.katagpu.ui.page.kata.text;

import java.util.List;
import java.util.Locale;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

import org.katagpu.kataconf.change.DiffRow;
import org.katagpu.kataconf.toml.Span;

/** One side of a row of a difference: line number and text, changed words with a background. */
final class DiffHalf extends HBox {
    private final Label number = new Label();
    private final TextFlow text = new TextFlow();
    private final String side;

    DiffHalf(String side) {
        super(8);
        this.side = side;
        number.getStyleClass().add("line-number");
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMinWidth(0);
        getChildren().addAll(number, text);
    }

    /** @param line 0: there is none on this side */
    void show(int line, String content, List<Span> marks, DiffRow.Kind kind) {
        number.setText(line == 0 ? "" : String.valueOf(line));
        getStyleClass().setAll("diff-half", "mono",
                "diff-" + side + "-" + (line == 0 ? "none" : kind.name().toLowerCase(Locale.ROOT)));
        text.getChildren().clear();
        int at = 0;
        for (Span mark : marks) {
            plain(content, at, mark.start());
            Label marked = new Label(mark.of(content));
            marked.getStyleClass().add("diff-mark");
            text.getChildren().add(marked);
            at = mark.end();
        }
        plain(content, at, content.length());
    }

    private void plain(String content, int from, int to) {
        if (from < to) {
            Text part = new Text(content.substring(from, to));
            part.getStyleClass().add("toml-plain");
            text.getChildren().add(part);
        }
    }
}
