package org.katagpu.ui.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;

import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;

import org.katagpu.chat.ChatRequest;
import org.katagpu.chat.Conversation;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.export.ConversationJson;
import org.katagpu.chat.export.ConversationMarkdown;
import org.katagpu.chat.export.CurlCommand;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.ui.chat.model.ChatModel;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Takes a conversation out of the window: as Markdown, as JSON, as a command. */
final class ExportMenu extends MenuButton {
    private final ChatModel model;
    private final Messages words;
    private final ExportFiles files;

    ExportMenu(ChatModel model, Messages words, ExportFiles files) {
        this.model = model;
        this.words = words;
        this.files = files;
        setId("chat-export");
        setText(words.get("chatpanel.export"));
        setGraphic(new FontIcon(Feather.DOWNLOAD));
        getStyleClass().add("flat");
        ConversationMarkdown markdown = new ConversationMarkdown(words, ZoneId.systemDefault());
        ConversationJson json = new ConversationJson();
        MenuItem curl = item("chatpanel.export.curl", this::curl);
        getItems().addAll(item("chatpanel.export.markdown", () -> write(markdown.write(shown()), ".md")),
                item("chatpanel.export.json", () -> write(json.write(shown()), ".json")), curl);
        setOnShowing(_ -> getItems().forEach(item -> item.setDisable(shown().turns().isEmpty()
                || item == curl && model.server().endpointProperty().get().isEmpty())));
    }

    private MenuItem item(String key, Runnable action) {
        MenuItem item = new MenuItem(words.get(key));
        item.setId(key.substring(key.indexOf('.') + 1).replace('.', '-'));
        item.setOnAction(_ -> action.run());
        return item;
    }

    private Conversation shown() {
        return model.conversations().shownProperty().get();
    }

    private void write(String text, String ending) {
        files.choose(fileName(shown().shownTitle()) + ending).ifPresent(file -> write(text, file));
    }

    private void write(String text, Path file) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            Problem why = Problem.of(
                    Text.of("chatpanel.export.failed", file.toString(), String.valueOf(e.getMessage())),
                    Text.of("chatpanel.export.failed.next"));
            new ShownText(words, words.get("chatpanel.export"), why).show(getScene());
        }
    }

    /** What can stand in a file name on every platform. */
    static String fileName(String title) {
        String name = title.replaceAll("[^\\p{L}\\p{N} _-]", " ").strip().replaceAll("\\s+", "-");
        return name.isEmpty() ? "chat" : name;
    }

    private void curl() {
        model.server().endpointProperty().get().ifPresent(to -> {
            String command = new CurlCommand(words).of(to, request(to));
            new ShownText(words, words.get("chatpanel.curl"), words.get("chatpanel.curl.lead"), command)
                    .show(getScene());
        });
    }

    /** The last question with all that went before it. */
    private ChatRequest request(Endpoint to) {
        Conversation now = shown();
        return (now.open() ? now : now.regenerate(InstantSource.system().instant())).request(to.model());
    }
}
