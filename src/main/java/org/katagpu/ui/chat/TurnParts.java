package org.katagpu.ui.chat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.katagpu.chat.Answer;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.ui.control.ClipboardText;
import org.katagpu.ui.control.ProblemView;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Draws what stands around the text of a turn. */
final class TurnParts {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private final Messages words;
    private final Figures figures;

    TurnParts(Messages words) {
        this.words = words;
        this.figures = new Figures(words);
    }

    Region question(String text, Instant asked, Runnable edit) {
        return head("chat-head-user", Feather.USER, words.get("chatpanel.you"), time(asked),
                icon(Feather.EDIT_2, "chatpanel.edit", "chat-edit", edit),
                icon(Feather.COPY, "chatpanel.copy", "chat-copy", () -> ClipboardText.copy(text)));
    }

    /** The head of an answer still coming in. */
    Region answering() {
        return head("chat-head-model", Feather.CPU, words.get("chatpanel.model"), "");
    }

    Region answer(Answer answer, Runnable regenerate, boolean last) {
        String model = answer.model().isBlank() ? words.get("chatpanel.model") : answer.model();
        Button copy = icon(Feather.COPY, "chatpanel.copy", "chat-copy", () -> ClipboardText.copy(answer.text()));
        Button again = icon(Feather.REFRESH_CW, "chatpanel.regenerate", "chat-regenerate", regenerate);
        return last
                ? head("chat-head-model", Feather.CPU, model, "", again, copy)
                : head("chat-head-model", Feather.CPU, model, "", copy);
    }

    private HBox head(String styleClass, Feather mark, String who, String when, Node... actions) {
        Label name = new Label(who, new FontIcon(mark));
        name.getStyleClass().add("chat-who");
        Label time = new Label(when);
        time.getStyleClass().add("hint");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(name, time, gap);
        head.getChildren().addAll(actions);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().addAll("chat-head", styleClass);
        return head;
    }

    private Button icon(Feather mark, String key, String styleClass, Runnable action) {
        Button button = new Button("", new FontIcon(mark));
        button.getStyleClass().addAll("flat", "button-icon", "small", styleClass);
        button.setTooltip(new Tooltip(words.get(key)));
        button.setAccessibleText(words.get(key));
        button.setOnAction(_ -> action.run());
        return button;
    }

    /** The switch before what the model thought aloud. */
    Region reasoning(boolean running, boolean unfolded, Runnable toggle) {
        Button button = new Button(words.get(running ? "chatpanel.thinking" : "chatpanel.thought"),
                new FontIcon(unfolded ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT));
        button.getStyleClass().addAll("flat", "small", "chat-reasoning-switch");
        button.setOnAction(_ -> toggle.run());
        HBox row = new HBox(button);
        row.getStyleClass().add("chat-reasoning-row");
        return row;
    }

    Region waiting() {
        return hint("chat-waiting", words.get("chatpanel.waiting.first"));
    }

    /** How the answer ended, with its figures. @param told whether a failure is told in a box of its own */
    Region foot(Answer answer, boolean told) {
        VBox foot = new VBox(2);
        foot.getStyleClass().add("chat-foot");
        String ending = switch (answer.ending()) {
            case COMPLETE -> "";
            case FAILED -> told ? "" : words.get("chatpanel.end.failed");
            case LENGTH -> words.get("chatpanel.end.length");
            case FILTERED -> words.get("chatpanel.end.filtered");
            case TOOL -> words.get("chatpanel.end.tool");
            case STOPPED -> words.get("chatpanel.end.stopped");
        };
        if (!ending.isEmpty()) {
            foot.getChildren().add(hint("chat-ending", ending));
        }
        if (answer.statistics().parts() > 0) {
            foot.getChildren().add(hint("chat-figures", figures.of(answer.statistics())));
        }
        return foot;
    }

    Region problem(Problem problem, Runnable retry) {
        Button again = new Button(words.get("chatpanel.retry"), new FontIcon(Feather.REFRESH_CW));
        again.setId("chat-retry");
        again.setOnAction(_ -> retry.run());
        VBox box = new VBox(8, new ProblemView(words, problem), again);
        box.getStyleClass().add("chat-problem");
        return box;
    }

    /** Told in place of a problem that is no longer known: a conversation read from this machine. */
    Region failed(Runnable retry) {
        Button again = new Button(words.get("chatpanel.retry"), new FontIcon(Feather.REFRESH_CW));
        again.setOnAction(_ -> retry.run());
        VBox box = new VBox(8, hint("chat-ending", words.get("chatpanel.end.failed")), again);
        box.getStyleClass().add("chat-problem");
        return box;
    }

    private static Label hint(String styleClass, String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().addAll("hint", styleClass);
        return label;
    }

    private static String time(Instant asked) {
        return TIME.withZone(ZoneId.systemDefault()).format(asked);
    }
}
