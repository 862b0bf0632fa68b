package org.katagpu.ui.stage;

import java.util.List;

import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.VisibleText;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.ui.control.FindingRow;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The admin stopped a run: no failure. What it took back on its way out, as it told it, and how to go on. */
final class StoppedBox extends VBox {
    private static final int MOST_ROWS = 6;

    /** @param now what the host says since; what it says too is not said twice */
    StoppedBox(Messages words, StageEvent.Ended ended, StageReport now) {
        super(6);
        getStyleClass().addAll("note", "note-says", "stopped");
        ended.problem().ifPresent(stop -> {
            Label what = wrapped(words.get(stop.what()));
            what.setGraphic(new FontIcon(Feather.SLASH));
            what.getStyleClass().add("finding-what");
            getChildren().addAll(what, wrapped(words.get(stop.next())));
            List<Finding> told = ended.report().findings().stream()
                    .filter(finding -> !now.findings().contains(finding)).toList();
            told.forEach(finding -> getChildren().add(new FindingRow(words, finding)));
            lines(words, stop);
        });
    }

    private void lines(Messages words, Problem stop) {
        if (stop.lastLines().isEmpty()) {
            return;
        }
        TextArea last = new TextArea(VisibleText.of(String.join("\n", stop.lastLines())));
        last.setEditable(false);
        last.getStyleClass().add("mono");
        last.setPrefRowCount(Math.min(MOST_ROWS, stop.lastLines().size()));
        last.setAccessibleText(words.get("panel.stopped.lines"));
        Label title = wrapped(words.get("panel.stopped.lines"));
        title.getStyleClass().add("hint");
        getChildren().addAll(title, last);
    }

    private static Label wrapped(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        return label;
    }
}
