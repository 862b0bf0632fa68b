package org.katagpu.ui.log;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.katagpu.message.Messages;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** One line under the strip that says how saving went, until the reader closes it. */
final class Notice extends HBox {
    private final Label words = new Label();
    private final FontIcon mark = new FontIcon(Feather.CHECK);

    Notice(Messages messages) {
        getStyleClass().add("log-notice");
        setAlignment(Pos.CENTER_LEFT);
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        getChildren().addAll(mark, words, IconButtons.button(Feather.X, messages.get("log.notice.close"), this::hide));
        hide();
    }

    void say(String text, boolean failed) {
        mark.setIconCode(failed ? Feather.ALERT_CIRCLE : Feather.CHECK);
        mark.getStyleClass().setAll("log-mark", failed ? "log-mark-failed" : "log-mark-succeeded");
        words.setText(text);
        setVisible(true);
        setManaged(true);
    }

    private void hide() {
        setVisible(false);
        setManaged(false);
    }
}
