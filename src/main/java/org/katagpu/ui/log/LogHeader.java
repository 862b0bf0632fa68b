package org.katagpu.ui.log;

import java.time.Instant;
import java.util.List;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The pane's one line that stays when it is folded: which log, where its job stands, and the tools. */
final class LogHeader extends HBox {
    /** What the header asks of the pane. */
    interface Asks {
        void fold();

        void choose(LogModel log);

        void cancel();

        void search();

        void onlyProblems(boolean only);

        void times(boolean shown);

        void save(boolean withColours);
    }

    private final Messages messages;
    private final Button fold;
    private final ComboBox<LogModel> choice = new ComboBox<>();
    private final StatusStrip status;
    private final HBox tools = new HBox();
    private final ToggleButton problems;
    private final MenuButton save;
    private boolean filling;
    private boolean several;
    private boolean isFolded;

    LogHeader(Messages messages, EntryWords words, Asks asks) {
        this.messages = messages;
        getStyleClass().add("log-header");
        setAlignment(Pos.CENTER_LEFT);
        fold = IconButtons.button(Feather.CHEVRON_DOWN, messages.get("log.fold"), asks::fold);
        choice.getStyleClass().addAll("small", "log-choice");
        choice.setAccessibleText(messages.get("log.choose"));
        choice.setConverter(new Names(words));
        choice.valueProperty().subscribe(log -> {
            if (log != null && !filling) {
                asks.choose(log);
            }
        });
        status = new StatusStrip(messages, words, asks::cancel);
        HBox.setHgrow(status, Priority.ALWAYS);
        problems = IconButtons.toggle(Feather.ALERT_TRIANGLE, messages.get("log.problems"), () -> {});
        problems.selectedProperty().addListener((_, _, only) -> asks.onlyProblems(only));
        ToggleButton times = IconButtons.toggle(Feather.CLOCK, messages.get("log.times"), () -> {});
        times.setSelected(true);
        times.setOnAction(_ -> asks.times(times.isSelected()));
        save = IconButtons.dress(new MenuButton(), Feather.DOWNLOAD, messages.get("log.save"));
        save.getStyleClass().add("no-arrow");
        save.getItems().addAll(item("log.save.plain", () -> asks.save(false)),
                item("log.save.colours", () -> asks.save(true)));
        tools.getStyleClass().add("log-tools");
        tools.setAlignment(Pos.CENTER_RIGHT);
        tools.getChildren().addAll(IconButtons.button(Feather.SEARCH, messages.get("log.search"), asks::search),
                problems, times, save);
        getChildren().addAll(fold, choice, status, tools);
        logs(List.of(), null);
    }

    void logs(List<LogModel> logs, @Nullable LogModel shown) {
        filling = true;
        choice.getItems().setAll(logs.reversed());
        choice.setValue(null);
        choice.setValue(shown);
        filling = false;
        several = logs.size() > 1;
        tools.setDisable(shown == null);
        arrange();
    }

    /** Folded it is one line that says how the run stands; which run and the tools come with the lines. */
    private void arrange() {
        boolean chooses = several && !isFolded;
        choice.setVisible(chooses);
        choice.setManaged(chooses);
        status.named(!chooses);
        tools.setVisible(!isFolded);
        tools.setManaged(!isFolded);
    }

    void status(@Nullable LogModel log, boolean canCancel, Instant now) {
        status.show(log, canCancel, now);
    }

    void folded(boolean folded) {
        isFolded = folded;
        arrange();
        ((FontIcon) fold.getGraphic()).setIconCode(folded ? Feather.CHEVRON_UP : Feather.CHEVRON_DOWN);
        IconButtons.says(fold, messages.get(folded ? "log.unfold" : "log.fold"));
    }

    void showAll() {
        problems.setSelected(false);
    }

    private MenuItem item(String key, Runnable action) {
        MenuItem item = new MenuItem(messages.get(key));
        item.setOnAction(_ -> action.run());
        return item;
    }

    private static final class Names extends StringConverter<LogModel> {
        private final EntryWords words;

        Names(EntryWords words) {
            this.words = words;
        }

        @Override
        public String toString(@Nullable LogModel log) {
            return log == null ? "" : RunLine.of(log, words);
        }

        @Override
        public LogModel fromString(String text) {
            throw new UnsupportedOperationException("the choice is not typed");
        }
    }
}
