package org.katagpu.ui.control;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.setup.Finding;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A question of a stage: what is asked, what was read, and the one answer that goes on. */
public final class QuestionBox extends VBox {
    /** @param answer the button's name @param given called when it is pressed */
    public QuestionBox(Messages words, Finding asked, String answer, Runnable given) {
        getStyleClass().addAll("card", "question");
        Label what = wrapped(words.get(asked.what()), "finding-what");
        what.setGraphic(new FontIcon(Feather.HELP_CIRCLE));
        getChildren().setAll(what, wrapped(words.get(asked.next()), "hint"));
        if (!asked.evidence().isBlank()) {
            getChildren().add(wrapped(asked.evidence().strip(), "mono"));
        }
        Button give = new Button(answer);
        give.setId("answer-" + asked.id().replace('.', '-'));
        give.setMinWidth(USE_PREF_SIZE);
        give.setOnAction(event -> given.run());
        getChildren().add(give);
    }

    private static Label wrapped(String text, String styleClass) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add(styleClass);
        return label;
    }
}
