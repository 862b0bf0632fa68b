package org.katagpu.ui.log;

import javafx.scene.control.Button;
import org.katagpu.message.Messages;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Floats over the rows while the reader looks at something older; takes them back to the newest. */
final class FollowButton extends Button {
    private final Messages messages;

    FollowButton(Messages messages, Runnable resume) {
        this.messages = messages;
        setGraphic(new FontIcon(Feather.ARROW_DOWN));
        getStyleClass().addAll("small", "accent", "log-follow");
        setOnAction(_ -> resume.run());
        show(true, 0);
    }

    void show(boolean following, long missed) {
        setVisible(!following);
        setText(missed == 0 ? messages.get("log.follow") : messages.get("log.follow.new", missed));
    }
}
