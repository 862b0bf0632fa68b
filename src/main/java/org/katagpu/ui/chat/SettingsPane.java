package org.katagpu.ui.chat;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.katagpu.chat.Conversation;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.ServedModel;
import org.katagpu.chat.Settings;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.setup.WholeNumber;
import org.katagpu.ui.chat.model.ChatModel;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.control.SettingField.Setting;
import org.katagpu.ui.control.SettingField.Taken;

/** How answers are made, which server makes them, and whether conversations are kept. */
final class SettingsPane extends ScrollPane {
    private static final int PROMPT_ROWS = 5;

    private final ChatModel model;
    private final Messages words;
    private final VBox making = new VBox(10);
    private final VBox keeping = new VBox(4);
    private final VBox server = new VBox(6);
    private final Subscription subscriptions;
    private String drawnFor = "";

    SettingsPane(ChatModel model, Messages words) {
        this.model = model;
        this.words = words;
        CheckBox only = new CheckBox(words.get("evidence.only"));
        only.setId("chat-only-proved");
        only.setWrapText(true);
        only.setSelected(model.evidence().setting().property().get());
        only.setOnAction(_ -> model.evidence().setting().property().set(only.isSelected()));
        Label onlyHint = new Label(words.get("evidence.only.hint"));
        onlyHint.setWrapText(true);
        onlyHint.getStyleClass().add("hint");
        VBox all = new VBox(16, making, server, new VBox(4, only, onlyHint), keeping);
        all.getStyleClass().add("chat-settings");
        setContent(all);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        getStyleClass().addAll("edge-to-edge", "chat-settings-pane");
        subscriptions = Subscription.combine(model.conversations().shownProperty().subscribe(this::draw),
                model.server().endpointProperty().subscribe(this::draw),
                model.conversations().keepingProperty().subscribe(_ -> drawKeeping()),
                model.conversations().problemProperty().subscribe(_ -> drawKeeping()));
    }

    private void draw(Conversation shown) {
        if (shown.id().equals(drawnFor)) {
            return;
        }
        drawnFor = shown.id();
        Settings settings = shown.settings();
        TextArea prompt = new TextArea(settings.systemPrompt());
        prompt.setId("chat-system");
        prompt.setWrapText(true);
        prompt.setPrefRowCount(PROMPT_ROWS);
        prompt.setPromptText(words.get("chatpanel.system.prompt"));
        prompt.textProperty().subscribe((_, typed) -> change(
                now -> new Settings(typed, now.temperature(), now.maxTokens(), now.seed())));
        Label name = new Label(words.get("chatpanel.system"));
        name.setLabelFor(prompt);
        making.getChildren().setAll(title("chatpanel.settings"), new VBox(4, name, prompt),
                number("temperature", text(settings.temperature()), SettingsPane::temperature),
                number("max-tokens", text(settings.maxTokens()), SettingsPane::maxTokens),
                number("seed", text(settings.seed()), SettingsPane::seed));
    }

    /** How a typed text, stripped, is the settings'. @throws IllegalArgumentException where it is none */
    private interface Written {
        Settings into(Settings now, String typed);
    }

    /** A number that may be left to the server. */
    private SettingField number(String key, String value, Written written) {
        model.drafts().drop("chat-" + key);
        SettingField field = new SettingField(words, model.drafts(), new Setting("chat-" + key,
                Text.of("chatpanel." + key), Optional.empty(),
                Setting.unless(typed -> isWritten(typed, written), Text.of("chatpanel." + key + ".wrong")),
                typed -> change(now -> written.into(now, typed)), Taken.AT_ONCE));
        field.prompt(words.get("chatpanel.default"));
        field.show(value);
        return field;
    }

    private static boolean isWritten(String typed, Written written) {
        try {
            written.into(Settings.DEFAULT, typed);
            return true;
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    private static Settings temperature(Settings now, String typed) {
        return new Settings(now.systemPrompt(), typed.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(DecimalNumber.of(typed)), now.maxTokens(), now.seed());
    }

    private static Settings maxTokens(Settings now, String typed) {
        return new Settings(now.systemPrompt(), now.temperature(), typed.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(WholeNumber.of(typed)), now.seed());
    }

    private static Settings seed(Settings now, String typed) {
        return new Settings(now.systemPrompt(), now.temperature(), now.maxTokens(), typed.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(WholeNumber.of(typed)));
    }

    private void change(UnaryOperator<Settings> change) {
        model.conversations().settings(change.apply(model.conversations().shownProperty().get().settings()));
    }

    private void draw(Optional<Endpoint> endpoint) {
        server.getChildren().setAll(title("chatpanel.server"));
        endpoint.ifPresent(to -> {
            Label address = hint(to.url());
            address.getStyleClass().add("mono");
            server.getChildren().add(address);
            if (model.server().modelsProperty().get().size() > 1) {
                ComboBox<String> models = new ComboBox<>();
                models.setId("chat-models");
                models.setMaxWidth(Double.MAX_VALUE);
                models.getItems().setAll(model.server().modelsProperty().get().stream().map(ServedModel::id).toList());
                models.setValue(to.model());
                models.setOnAction(_ -> model.server().choose(models.getValue()));
                server.getChildren().add(models);
            } else {
                server.getChildren().add(hint(to.model()));
            }
            server.getChildren().add(hint(words.get(
                    to.pin().isPresent() ? "chatpanel.server.tls" : "chatpanel.server.plain")));
        });
        Button other = new Button(words.get("chatpanel.server.other"));
        other.getStyleClass().add("small");
        other.setOnAction(_ -> model.server().leave());
        server.getChildren().add(other);
    }

    private void drawKeeping() {
        CheckBox keep = new CheckBox(words.get("chatpanel.keep"));
        keep.setId("chat-keep");
        keep.setWrapText(true);
        keep.setSelected(model.conversations().keepingProperty().get());
        keep.setOnAction(_ -> model.conversations().keep(keep.isSelected()));
        keeping.getChildren().setAll(keep, hint(words.get("chatpanel.keep.about")));
        model.conversations().problemProperty().get().ifPresent(this::addProblem);
    }

    private void addProblem(Problem why) {
        keeping.getChildren().add(new ProblemView(words, why));
    }

    private Label title(String key) {
        Label title = new Label(words.get(key));
        title.getStyleClass().add("section-title");
        return title;
    }

    private static Label hint(String text) {
        Label hint = new Label(text);
        hint.setWrapText(true);
        hint.getStyleClass().add("hint");
        return hint;
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? String.valueOf(value.getAsDouble()) : "";
    }

    private static String text(OptionalInt value) {
        return value.isPresent() ? String.valueOf(value.getAsInt()) : "";
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? String.valueOf(value.getAsLong()) : "";
    }

    void dispose() {
        subscriptions.unsubscribe();
    }
}
