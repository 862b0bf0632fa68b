package org.katagpu.ui.chat;

import java.util.List;
import java.util.function.Consumer;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;

/** Shown while nothing has been asked: a few questions to begin with. */
final class EmptyConversation extends VBox {
    private static final List<String> EXAMPLES = List.of("chatpanel.example.1", "chatpanel.example.2",
            "chatpanel.example.3");

    /** @param chosen takes the question */
    EmptyConversation(Messages words, Consumer<String> chosen) {
        super(10);
        getStyleClass().add("chat-empty");
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        Label title = new Label(words.get("chatpanel.empty"));
        title.setWrapText(true);
        title.setMinHeight(USE_PREF_SIZE);
        title.getStyleClass().add("section-title");
        getChildren().add(title);
        for (String key : EXAMPLES) {
            Button example = new Button(words.get(key));
            example.getStyleClass().add("chat-example");
            example.setMaxWidth(Double.MAX_VALUE);
            example.setWrapText(true);
            example.setMinHeight(USE_PREF_SIZE);
            example.setOnAction(_ -> chosen.accept(words.get(key)));
            getChildren().add(example);
        }
    }
}
