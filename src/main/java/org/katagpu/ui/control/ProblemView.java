package org.katagpu.ui.control;

import java.util.StringJoiner;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.katagpu.message.Cause;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.VisibleText;
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
        problem.causes().forEach(cause -> getChildren().add(cause(words, cause)));
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

    /** A known failure stands between what to do and the evidence: its remedy is nearer to the point. */
    private static VBox cause(Messages words, Cause cause) {
        Label where = new Label(words.get("frame.problem.recognised", cause.where()), new FontIcon(Feather.SEARCH));
        where.getStyleClass().add("hint");
        Label what = wrapped(words.get(cause.what()));
        what.getStyleClass().add("finding-what");
        Label line = wrapped(VisibleText.of(cause.evidence()));
        line.getStyleClass().add("mono");
        VBox box = new VBox(2, where, what, wrapped(words.get(cause.next())), line);
        box.getStyleClass().add("cause");
        return box;
    }

    private static Label wrapped(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        return label;
    }

    /** The whole problem as plain text, for a ticket or a mail. */
    public static String inWords(Messages words, Problem problem) {
        StringJoiner text = new StringJoiner("\n").add(words.get(problem.what())).add(words.get(problem.next()));
        for (Cause cause : problem.causes()) {
            text.add(words.get("frame.problem.recognised", cause.where())).add(words.get(cause.what()))
                    .add(words.get(cause.next())).add(cause.evidence());
        }
        return text.add(evidence(words, problem)).toString();
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
        return VisibleText.of(lines.toString());
    }
}
