package org.katagpu.ui.log;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.katagpu.message.Messages;

/** What stands where no rows are. */
final class EmptyPlaceholder extends VBox {
    /** Why there are none. */
    enum Why {
        NO_LOG, NO_LINE, ALL_FILTERED
    }

    private final Messages messages;
    private final Label words = new Label();
    private final Button showAll;

    EmptyPlaceholder(Messages messages, Runnable showAllRows) {
        this.messages = messages;
        getStyleClass().add("log-empty");
        setAlignment(Pos.CENTER);
        words.setWrapText(true);
        showAll = new Button(messages.get("log.empty.all"));
        showAll.getStyleClass().add("small");
        showAll.setOnAction(_ -> showAllRows.run());
        getChildren().addAll(words, showAll);
        show(Why.NO_LOG);
    }

    void show(Why why) {
        words.setText(messages.get(switch (why) {
            case NO_LOG -> "log.empty.none";
            case NO_LINE -> "log.empty.waiting";
            case ALL_FILTERED -> "log.empty.filtered";
        }));
        showAll.setVisible(why == Why.ALL_FILTERED);
        showAll.setManaged(why == Why.ALL_FILTERED);
    }
}
