package org.katagpu.ui.chat;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

import org.katagpu.chat.Conversation;
import org.katagpu.chat.Endpoint;
import org.katagpu.message.Messages;
import org.katagpu.ui.chat.model.ChatModel;
import org.katagpu.ui.chat.transcript.Transcript;
import org.katagpu.ui.evidence.MachineBadge;
import org.katagpu.ui.stage.StaleText;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The whole of the chat, in one language, over a model that outlives it. */
public final class ChatPanel extends BorderPane {
    /** Below this width, what is proved of the machine goes over two lines instead of pushing the rest out of sight. */
    private static final double NARROW = 800;
    private static final double NARROW_BADGE = 120;

    private final ChatModel model;
    private final Messages words;
    private final Transcript transcript;
    private final ConversationView conversation;
    private final ConversationsPane conversations;
    private final SettingsPane settings;
    private final Composer composer;
    private final Label title = new Label();
    private final Label served = new Label();
    private final MachineBadge machine;
    private final Label asked = new Label();
    private final Subscription subscriptions;

    /** @param files where exports go */
    public ChatPanel(ChatModel model, Messages words, ExportFiles files) {
        this.model = model;
        this.words = words;
        getStyleClass().add("chat-panel");
        getStylesheets().add(ChatPanel.class.getResource("chat.css").toExternalForm());
        machine = new MachineBadge(words);
        transcript = new Transcript(words);
        conversation = new ConversationView(model, transcript, words);
        conversations = new ConversationsPane(model, words);
        settings = new SettingsPane(model, words);
        composer = new Composer(model, words);
        Button toEnd = new Button(words.get("chatpanel.to-end"), new FontIcon(Feather.ARROW_DOWN));
        toEnd.setId("chat-to-end");
        toEnd.getStyleClass().addAll("small", "accent", "chat-to-end");
        toEnd.setOnAction(_ -> transcript.toEnd());
        toEnd.visibleProperty().bind(transcript.followingProperty().not());
        StackPane.setAlignment(toEnd, Pos.BOTTOM_CENTER);
        EmptyConversation empty = new EmptyConversation(words, question -> {
            model.draftProperty().set(question);
            model.send();
        });
        StackPane said = new StackPane(transcript, toEnd, empty);
        said.setMinHeight(0);
        VBox.setVgrow(said, Priority.ALWAYS);
        VBox middle = new VBox(said, composer);
        middle.setMinHeight(0);
        setCenter(middle);
        ToggleButton left = toggle("chatpanel.conversations", Feather.SIDEBAR, "chat-show-conversations");
        ToggleButton right = toggle("chatpanel.settings", Feather.SLIDERS, "chat-show-settings");
        left.setSelected(true);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && model.live().isPresent()) {
                model.stop();
                event.consume();
            }
        });
        setTop(bar(left, right, new ExportMenu(model, words, files)));
        subscriptions = Subscription.combine(
                model.evidence().takenProperty().subscribe(_ -> talkedTo()),
                model.server().endpointProperty().subscribe(_ -> talkedTo()),
                left.selectedProperty().subscribe(on -> setLeft(on ? conversations : null)),
                right.selectedProperty().subscribe(on -> setRight(on ? settings : null)),
                model.conversations().shownProperty().subscribe(now -> show(now, empty)));
    }

    private ToggleButton toggle(String key, Feather mark, String id) {
        ToggleButton button = new ToggleButton("", new FontIcon(mark));
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "flat");
        button.setTooltip(new Tooltip(words.get(key)));
        button.setAccessibleText(words.get(key));
        return button;
    }

    private HBox bar(ToggleButton left, ToggleButton right, ExportMenu export) {
        title.getStyleClass().add("chat-title");
        title.setMaxWidth(Double.MAX_VALUE);
        served.setId("chat-served");
        served.getStyleClass().add("text-muted");
        served.setMinWidth(60);
        asked.setId("machine-asked");
        asked.getStyleClass().add("text-muted");
        asked.setMinWidth(Region.USE_PREF_SIZE);
        machine.setWrapText(true);
        machine.setMinHeight(Region.USE_PREF_SIZE);
        widthProperty().subscribe(width -> machine
                .setMinWidth(width.doubleValue() < NARROW ? NARROW_BADGE : Region.USE_PREF_SIZE));
        HBox.setHgrow(title, Priority.ALWAYS);
        export.setMinWidth(Region.USE_PREF_SIZE);
        HBox bar = new HBox(8, left, title, served, machine, asked, export, right);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("chat-bar");
        return bar;
    }

    /** Which model it is, and what is proved of its machine since when. */
    private void talkedTo() {
        served.setText(model.server().endpointProperty().get().map(Endpoint::model).orElse(""));
        served.setTooltip(served.getText().isEmpty() ? null : new Tooltip(served.getText()));
        machine.show(model.machine());
        asked.setText(model.machineAt().map(at -> words.get("evidence.badge.at", StaleText.time(at))).orElse(""));
    }

    private void show(Conversation now, EmptyConversation empty) {
        String named = now.shownTitle();
        title.setText(named.isEmpty() ? words.get("chatpanel.untitled") : named);
        title.setTooltip(new Tooltip(title.getText()));
        empty.setVisible(now.turns().isEmpty());
    }

    /** The cursor goes where questions are typed. */
    public void focus() {
        composer.focus();
    }

    /** Lets go of the model. */
    public void dispose() {
        subscriptions.unsubscribe();
        conversation.dispose();
        conversations.dispose();
        settings.dispose();
        composer.dispose();
    }
}
