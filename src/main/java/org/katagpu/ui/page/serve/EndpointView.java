package org.katagpu.ui.page.serve;

import java.util.Arrays;
import java.util.Optional;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

import org.katagpu.chat.Endpoint;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.ui.control.ClipboardText;
import org.katagpu.ui.control.ProblemView;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Where the proved server answers, to be used by the chat or taken to another client. */
final class EndpointView {
    private final VBox box;
    private final ServeModel model;
    private final Messages words;

    EndpointView(VBox box, ServeModel model, Messages words) {
        this.box = box;
        this.model = model;
        this.words = words;
    }

    void show(Optional<Endpoint> endpoint, Optional<Problem> problem) {
        box.getChildren().clear();
        problem.ifPresent(why -> box.getChildren().add(new ProblemView(words, why)));
        endpoint.ifPresent(this::show);
        box.setVisible(!box.getChildren().isEmpty());
        box.setManaged(box.isVisible());
    }

    private void show(Endpoint endpoint) {
        Label answers = new Label(words.get("serve.page.answers", endpoint.model()));
        answers.setWrapText(true);
        answers.getStyleClass().add("section-title");
        Label address = new Label(endpoint.url() + "/v1");
        address.getStyleClass().add("mono");
        Button chat = new Button(words.get("serve.page.open-chat"), new FontIcon(Feather.MESSAGE_SQUARE));
        chat.setId("open-chat");
        chat.getStyleClass().add("accent");
        chat.setOnAction(event -> model.openChat());
        Button copy = button("serve.page.copy-address", "copy-address");
        copy.setOnAction(event -> ClipboardText.copy(endpoint.url() + "/v1"));
        FlowPane acts = new FlowPane(8, 6, chat, copy);
        acts.setAlignment(Pos.CENTER_LEFT);
        if (model.choiceProperty().get().askKey()) {
            Button key = button("serve.page.copy-key", "copy-key");
            key.setOnAction(event -> copyKey(endpoint));
            acts.getChildren().add(key);
        }
        box.getChildren().addAll(answers, address, acts);
    }

    /** The clipboard takes text only; the admin asks for exactly that. */
    private static void copyKey(Endpoint endpoint) {
        endpoint.key().copy().ifPresent(key -> {
            ClipboardText.copy(new String(key));
            Arrays.fill(key, '\0');
        });
    }

    private Button button(String key, String id) {
        Button button = new Button(words.get(key), new FontIcon(Feather.COPY));
        button.getStyleClass().add("small");
        button.setId(id);
        return button;
    }
}
