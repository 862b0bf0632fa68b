package org.katagpu.ui.page.connect;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.remote.Questions.SecretQuestion;
import org.katagpu.ui.control.BusyRow;
import org.katagpu.ui.control.ProblemView;
import org.katagpu.ui.control.SecretField;

/** What stands below the form: progress, a question, a problem. */
final class ConnectStateView {
    private final ConnectModel model;
    private final Messages words;

    ConnectStateView(ConnectModel model, Messages words) {
        this.model = model;
        this.words = words;
    }

    List<Node> draw(ConnectState state) {
        return switch (state) {
            case ConnectState.Idle idle -> List.of();
            case ConnectState.Connecting(String label) -> List.of(connecting(label));
            case ConnectState.AskingHostKey(var question, var answer) -> List
                    .of(new HostKeyView(words, question).unknown(chosen -> answer(answer, chosen)));
            case ConnectState.AskingSecret(var question, var answer) -> List.of(secret(question, answer));
            case ConnectState.HostKeyChanged(var question, var problem) -> List.of(new ProblemView(words, problem),
                    new HostKeyView(words, question).changed(() -> model.replaceKey(question)));
            case ConnectState.Failed(var problem) -> List.of(new ProblemView(words, problem));
            case ConnectState.AskingToLeave(var held, var other, var go) -> List.of(leave(held, other, go));
        };
    }

    private Node connecting(String label) {
        Button cancel = new Button(words.get("connect.cancel"));
        cancel.setCancelButton(true);
        cancel.setOnAction(event -> model.cancel());
        BusyRow row = new BusyRow(
                label.isEmpty() ? words.get("connect.starting") : words.get("connect.connecting", label));
        row.getChildren().add(cancel);
        return row;
    }

    private Node leave(Text held, Text other, Runnable go) {
        Label what = new Label(words.get("connect.leave", words.get(held), words.get(other)));
        what.getStyleClass().add("section-title");
        what.setWrapText(true);
        Button yes = new Button(words.get("connect.leave.go"));
        yes.setId("connect-other");
        yes.setOnAction(event -> go.run());
        Button no = new Button(words.get("connect.leave.stay"));
        no.setId("connect-stay");
        no.setCancelButton(true);
        no.setOnAction(event -> model.stay());
        VBox box = new VBox(what, hint(words.get("connect.leave.hint")), new HBox(10, yes, no));
        box.getStyleClass().addAll("card", "question");
        javafx.application.Platform.runLater(no::requestFocus);
        return box;
    }

    private Node secret(SecretQuestion question, CompletableFuture<Optional<char[]>> answer) {
        Label title = new Label(words.get("connect.ask." + question.kind().name().toLowerCase(java.util.Locale.ROOT),
                question.label()));
        Label whose = hint(question.jump()
                .map(jump -> words.get("connect.ask.jump", jump.number(), question.label(), jump.target()))
                .orElse(""));
        whose.setId("asked-by-jump");
        whose.setVisible(question.jump().isPresent());
        whose.setManaged(whose.isVisible());
        title.getStyleClass().add("section-title");
        title.setWrapText(true);
        Label prompt = hint(words.get(question.prompt()));
        SecretField field = new SecretField();
        field.setId("answer");
        field.setAccessibleText(title.getText());
        Button go = new Button(words.get("connect.ask.go"));
        go.setDefaultButton(true);
        go.setOnAction(event -> answer(answer, Optional.of(field.take())));
        field.setOnAction(event -> go.fire());
        Button giveUp = new Button(words.get("connect.ask.give-up"));
        giveUp.setCancelButton(true);
        giveUp.setOnAction(event -> answer(answer, Optional.empty()));
        VBox sheet = new VBox(title, whose, prompt, field, new HBox(10, go, giveUp));
        if (question.attempt() > 1) {
            Label again = new Label(words.get("connect.ask.again"));
            again.getStyleClass().add("danger-text");
            sheet.getChildren().add(3, again);
        }
        sheet.getStyleClass().addAll("card", "question");
        javafx.application.Platform.runLater(field::requestFocus);
        return sheet;
    }

    private <T> void answer(CompletableFuture<T> answer, T given) {
        model.answered();
        answer.complete(given);
    }

    private Label hint(String text) {
        Label hint = new Label(text);
        hint.getStyleClass().add("hint");
        hint.setWrapText(true);
        return hint;
    }
}
