package org.katagpu.ui.control;

import java.util.StringJoiner;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Shows a problem in place: what failed, what to do next, and the evidence; all of it can be copied. */
public final class ProblemView extends VBox {
    private static final int MOST_ROWS = 8;

    public ProblemView(Messages words, Problem problem) {
        getStyleClass().add("problem");
        Label what = new Label(words.get(problem.what()), new FontIcon(Feather.ALERT_CIRCLE));
        what.getStyleClass().add("problem-what");
        what.setWrapText(true);
        HBox.setHgrow(what, Priority.ALWAYS);
        what.setMaxWidth(Double.MAX_VALUE);
        Button copy = new Button(words.get("frame.copy"), new FontIcon(Feather.COPY));
        copy.getStyleClass().addAll("flat", "small");
        copy.setMinWidth(Region.USE_PREF_SIZE);
        copy.setOnAction(event -> ClipboardText.copy(inWords(words, problem)));
        Label next = new Label(words.get(problem.next()));
        next.setWrapText(true);
        getChildren().addAll(new HBox(what, copy), next);
        String evidence = evidence(words, problem);
        if (!evidence.isEmpty()) {
            TextArea shown = new TextArea(evidence);
            shown.setEditable(false);
            shown.getStyleClass().add("mono");
            shown.setPrefRowCount((int) Math.min(MOST_ROWS, evidence.lines().count()));
            shown.setAccessibleText(words.get("frame.problem.evidence"));
            getChildren().add(shown);
        }
    }

    /** The whole problem as plain text, for a ticket or a mail. */
    public static String inWords(Messages words, Problem problem) {
        return String.join("\n", words.get(problem.what()), words.get(problem.next()), evidence(words, problem));
    }

    private static String evidence(Messages words, Problem problem) {
        StringJoiner lines = new StringJoiner("\n");
        if (!problem.host().isEmpty()) {
            lines.add(words.get("frame.problem.host", problem.host()));
        }
        if (!problem.command().isEmpty()) {
            lines.add(words.get("frame.problem.command", problem.command()));
        }
        problem.exit().ifPresent(exit -> lines.add(words.get("frame.problem.exit", String.valueOf(exit))));
        problem.lastLines().forEach(lines::add);
        return lines.toString();
    }
}
