package org.katagpu.ui.control;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.katagpu.message.Cause;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemWords;
import org.katagpu.message.VisibleText;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Shows what came of an act in place, by its kind: what failed, was stopped or is to be known, what to do next, and the
 * evidence; all of it can be copied.
 */
public final class ProblemView extends VBox {
    private static final int MOST_ROWS = 8;

    public ProblemView(Messages words, Problem problem) {
        MessageKind kind = MessageKind.of(problem);
        getStyleClass().addAll(kind.styles());
        getStyleClass().add("message");
        Label what = new Label(words.get(problem.what()), new FontIcon(kind.mark()));
        what.getStyleClass().add("problem-what");
        what.setWrapText(true);
        HBox.setHgrow(what, Priority.ALWAYS);
        what.setMaxWidth(Double.MAX_VALUE);
        Button copy = new Button(words.get("frame.copy"), new FontIcon(Feather.COPY));
        copy.getStyleClass().addAll("flat", "small");
        copy.setMinWidth(Region.USE_PREF_SIZE);
        copy.setOnAction(event -> ClipboardText.copy(ProblemWords.all(words, problem)));
        Label next = new Label(words.get(problem.next()));
        next.setWrapText(true);
        getChildren().addAll(new HBox(what, copy), next);
        getChildren().addAll(StepLinks.below(next.getText(), words));
        problem.causes().forEach(cause -> getChildren().add(cause(words, cause)));
        String evidence = ProblemWords.evidence(words, problem);
        if (!evidence.isEmpty()) {
            TextArea shown = new TextArea(evidence);
            shown.setEditable(false);
            shown.getStyleClass().add("mono");
            shown.setPrefRowCount((int) Math.min(MOST_ROWS, evidence.lines().count()));
            shown.setAccessibleText(words.get("frame.problem.evidence"));
            getChildren().add(shown);
        }
    }

    /** Fills a place of its own: with the problem, or with nothing. */
    public static void fill(Pane place, Messages words, Optional<Problem> why) {
        place.getChildren().setAll(why.map(one -> List.of(new ProblemView(words, one))).orElse(List.of()));
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
}
