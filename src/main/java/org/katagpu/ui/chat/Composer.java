package org.katagpu.ui.chat;

import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import javafx.util.Subscription;

import org.katagpu.attest.rung.Ladder;
import org.katagpu.message.Messages;
import org.katagpu.ui.chat.model.ChatModel;
import org.katagpu.ui.chat.model.LiveAnswer;
import org.katagpu.ui.control.FormDrafts;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Where questions are typed, sent and stopped, with the figures of the answer coming in. */
final class Composer extends VBox {
    private static final Duration TICK = Duration.millis(200);

    private final ChatModel model;
    private final Messages words;
    private final Figures figures;
    private final QuestionField field;
    private final Button send = new Button();
    private final Button stop = new Button();
    private final HBox editing = new HBox(8);
    private final Label status = new Label();
    private final Label machine = new Label();
    private final Label wrongSetting = new Label();
    private final Timeline ticking = new Timeline(new KeyFrame(TICK, _ -> tell()));
    private final Subscription subscriptions;

    Composer(ChatModel model, Messages words) {
        this.model = model;
        this.words = words;
        this.figures = new Figures(words);
        getStyleClass().add("chat-composer");
        field = new QuestionField(words, model::send, System::nanoTime);
        field.textProperty().bindBidirectional(model.draftProperty());
        HBox.setHgrow(field, Priority.ALWAYS);
        button(send, words.get("chatpanel.send"), Feather.SEND, "chat-send", model::send);
        send.setDefaultButton(false);
        send.getStyleClass().add("accent");
        button(stop, words.get("chatpanel.stop"), Feather.SQUARE, "chat-stop", model::stop);
        Label notice = new Label(words.get("chatpanel.editing"));
        notice.setWrapText(true);
        notice.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(notice, Priority.ALWAYS);
        Button away = new Button(words.get("chatpanel.editing.away"));
        away.getStyleClass().addAll("flat", "small");
        away.setMinWidth(Region.USE_PREF_SIZE);
        away.setOnAction(_ -> model.cancelEdit());
        editing.getChildren().addAll(notice, away);
        editing.setAlignment(Pos.CENTER_LEFT);
        editing.getStyleClass().add("chat-editing");
        status.getStyleClass().addAll("hint", "chat-status");
        show(status, false);
        Label hint = new Label(words.get("chatpanel.enter"));
        hint.getStyleClass().add("hint");
        hint.setWrapText(true);
        hint.setMinHeight(Region.USE_PREF_SIZE);
        HBox typing = new HBox(8, field, send, stop);
        typing.setAlignment(Pos.BOTTOM_LEFT);
        wrongSetting.setId("chat-send-reason");
        wrongSetting.setWrapText(true);
        wrongSetting.getStyleClass().add("danger-text");
        machine.setId("chat-machine");
        machine.setWrapText(true);
        machine.getStyleClass().add("hint");
        VBox said = new VBox(status, wrongSetting, machine);
        said.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(said, Priority.ALWAYS);
        getChildren().addAll(editing, typing, new HBox(8, said, hint));
        ticking.setCycleCount(Animation.INDEFINITE);
        subscriptions = Subscription.combine(model.progressProperty().subscribe(_ -> tell()),
                model.conversations().shownProperty().subscribe(_ -> tell()),
                model.draftProperty().subscribe(_ -> tell()),
                model.drafts().firstProperty().subscribe(_ -> tell()),
                model.evidence().takenProperty().subscribe(_ -> tell()),
                model.evidence().setting().property().subscribe(_ -> tell()),
                model.server().endpointProperty().subscribe(_ -> tell()),
                model.editingProperty().subscribe(turn -> edit(turn.isPresent())));
    }

    private static void button(Button button, String text, Feather mark, String id, Runnable action) {
        button.setText(text);
        button.setGraphic(new FontIcon(mark));
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
    }

    void focus() {
        field.requestFocus();
    }

    private void edit(boolean on) {
        show(editing, on);
        if (on) {
            field.requestFocus();
            field.end();
        }
    }

    private void tell() {
        boolean running = model.live().isPresent();
        show(send, !running);
        show(stop, running);
        send.setDisable(model.draftProperty().get().isBlank() || !model.mayAsk());
        tellMachine();
        String line = model.live().map(this::line).orElse("");
        if (!line.equals(status.getText())) {
            status.setText(line);
            show(status, !line.isEmpty());
        }
        if (running != (ticking.getStatus() == Animation.Status.RUNNING)) {
            if (running) {
                ticking.play();
            } else {
                ticking.stop();
            }
        }
    }

    private void tellMachine() {
        boolean proved = model.machine().filter(Ladder::proved).isPresent();
        Optional<FormDrafts.Draft> wrong = model.drafts().firstProperty().get();
        wrongSetting.setText(wrong.map(draft -> words.get("panel.standing.wrong", words.get(draft.name()))).orElse(""));
        show(wrongSetting, wrong.isPresent());
        machine.setText(proved
                ? ""
                : words.get(model.mayAsk() || wrong.isPresent()
                        ? "evidence.unproved"
                        : "evidence.locked"));
        show(machine, !proved && model.server().endpointProperty().get().isPresent());
    }

    private String line(LiveAnswer live) {
        return live.figures().parts() == 0 ? figures.waiting(live.nanos()) : figures.of(live.figures());
    }

    private static void show(Region node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }

    void dispose() {
        ticking.stop();
        field.textProperty().unbindBidirectional(model.draftProperty());
        subscriptions.unsubscribe();
    }
}
