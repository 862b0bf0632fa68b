package org.katagpu.ui.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Where the shown log's job stands: name, step, progress, time, and Cancel. */
final class StatusStrip extends HBox {
    private static final double BAR_WIDTH = 110;

    private final Messages messages;
    private final EntryWords words;
    private final ProgressWords figures;
    private final FontIcon mark = new FontIcon(Feather.TERMINAL);
    private final Label name = new Label();
    private final Label step = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Label figure = new Label();
    private final Label time = new Label();
    private final Label left = new Label();
    private final Button cancel;

    StatusStrip(Messages messages, EntryWords words, Runnable cancelled) {
        this.messages = messages;
        this.words = words;
        figures = new ProgressWords(messages);
        getStyleClass().add("log-status");
        setAlignment(Pos.CENTER_LEFT);
        name.getStyleClass().add("log-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        step.getStyleClass().add("log-step");
        step.setMaxWidth(Double.MAX_VALUE);
        step.setMinWidth(0);
        HBox.setHgrow(step, Priority.ALWAYS);
        bar.setPrefWidth(BAR_WIDTH);
        bar.setMinWidth(BAR_WIDTH / 2);
        bar.getStyleClass().add("log-progress");
        figure.getStyleClass().add("log-figure");
        time.getStyleClass().add("log-time");
        left.getStyleClass().add("log-left");
        for (Label fixed : new Label[]{figure, time, left}) {
            fixed.setMinWidth(Region.USE_PREF_SIZE);
        }
        cancel = new Button(messages.get("log.cancel"));
        cancel.getStyleClass().addAll("small", "log-cancel");
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setOnAction(_ -> cancelled.run());
        getChildren().addAll(mark, name, step, bar, figure, left, time, cancel);
        show(null, false, Instant.EPOCH);
    }

    /** Whether the log's name is said here. */
    void named(boolean named) {
        shown(name, named);
    }

    void show(@Nullable LogModel log, boolean canCancel, Instant now) {
        if (log == null) {
            mark(Feather.TERMINAL, "idle");
            name.setText(messages.get("log.title"));
            step.setText(messages.get("log.idle"));
            shown(bar, false);
            shown(figure, false);
            shown(time, false);
            shown(left, false);
            shown(cancel, false);
            return;
        }
        LogStatus status = log.status();
        name.setText(words.words(log.name()));
        String outcome = outcome(status);
        if (!outcome.equals(step.getText())) {
            step.setText(outcome);
            step.setTooltip(new Tooltip(outcome));
        }
        LogStatus.Progress progress = status.progress();
        shown(bar, status.running());
        shown(figure, status.running() && progress != null);
        Optional<Duration> rest = TimeLeft.of(status, now);
        left.setText(rest.map(TimeLeft::words).map(messages::get).orElse(""));
        shown(left, rest.isPresent());
        shown(time, rest.isEmpty());
        shown(cancel, status.running() && canCancel);
        String figureText = progress == null ? "" : figures.of(progress);
        figure.setText(figureText);
        // an unknown share would animate for ever; only a running job may do that
        bar.setProgress(!status.running() ? 0 : progress == null ? -1 : progress.share());
        bar.setAccessibleText(messages.get("log.progress.spoken", step.getText(), figureText));
        time.setText(Elapsed.text(status.elapsed(now)));
        time.setAccessibleText(messages.get("log.elapsed", time.getText()));
    }

    private String outcome(LogStatus status) {
        String title = status.title() == null ? "" : words.heading(status.n(), status.of(), status.title());
        return switch (status.state()) {
            case RUNNING -> {
                mark(Feather.PLAY_CIRCLE, "running");
                yield title.isEmpty() ? messages.get("log.running") : title;
            }
            case SUCCEEDED -> {
                mark(Feather.CHECK_CIRCLE, "succeeded");
                yield messages.get("log.succeeded");
            }
            case FAILED -> {
                mark(Feather.ALERT_CIRCLE, "failed");
                yield title.isEmpty() ? messages.get("log.failed") : messages.get("log.failed.in", title);
            }
            case ASKED -> {
                mark(Feather.HELP_CIRCLE, "asked");
                yield messages.get("log.asked");
            }
            case CANCELLED -> {
                mark(Feather.SLASH, "cancelled");
                yield title.isEmpty() ? messages.get("log.cancelled") : messages.get("log.cancelled.in", title);
            }
        };
    }

    private void mark(Feather icon, String state) {
        if (mark.getIconCode() != icon) {
            mark.setIconCode(icon);
        }
        mark.getStyleClass().setAll("log-mark", "log-mark-" + state);
    }

    private static void shown(Region node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
