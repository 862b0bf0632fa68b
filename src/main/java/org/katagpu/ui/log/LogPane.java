package org.katagpu.ui.log;

import java.net.URL;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.remote.Subscription;
import org.katagpu.ui.control.FrameDrain;

/**
 * The log pane in one language. Shows the newest log of the book, or the one chosen; draws at most once a frame.
 * Everything on the JavaFX thread.
 */
public final class LogPane extends VBox implements LogHeader.Asks, AutoCloseable {
    private final LogBook book;
    private final LogActions actions;
    private final SaveAction saving;
    private final BooleanProperty folded = new SimpleBooleanProperty(this, "folded");
    private final FrameDrain drain = new FrameDrain(this::draw);
    private final Timeline seconds = new Timeline(new KeyFrame(Duration.seconds(1), _ -> drain.request()));
    private final LogHeader header;
    private final LogView view;
    private final Subscription bookChanges;
    private List<LogModel> known = List.of();
    private List<LogStatus.State> stood = List.of();
    private final Map<LogModel, Subscription> ends = new HashMap<>();
    /** Whose end was seen. */
    private final Set<LogModel> told = new HashSet<>();
    private Runnable failed = () -> {};
    private Subscription logChanges = () -> {};
    private @Nullable LogModel shown;

    public LogPane(LogBook book, Messages messages, LogActions actions) {
        this(book, messages, actions, 1);
    }

    /** @param scale of its letters */
    public LogPane(LogBook book, Messages messages, LogActions actions, double scale) {
        this.book = book;
        this.actions = actions;
        EntryWords words = new EntryWords(messages);
        Notice notice = new Notice(messages);
        saving = new SaveAction(messages, words, actions, notice);
        header = new LogHeader(messages, words, this);
        view = new LogView(messages, words, drain::request, this::showAll, LogFont.load(scale));
        VBox.setVgrow(view, Priority.ALWAYS);
        URL sheet = Objects.requireNonNull(LogPane.class.getResource("log.css"), "log.css");
        getStylesheets().add(sheet.toExternalForm());
        getStyleClass().add("log-pane");
        getChildren().addAll(header, notice, view);
        folded.subscribe(this::applyFold);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        seconds.setCycleCount(Animation.INDEFINITE);
        bookChanges = book.onChange(drain::request);
        book.logs().stream().filter(log -> !log.isRunning()).forEach(told::add);
        draw();
    }

    /** True: only the header is shown; the frame gives the pane no more height than it asks for. */
    public BooleanProperty foldedProperty() {
        return folded;
    }

    /** Opens the search and puts the cursor there; unfolds. For the frame's own shortcut. */
    @Override
    public void search() {
        folded.set(false);
        view.openSearch();
    }

    /** Lets go of the book. The pane is not used any more. */
    @Override
    public void close() {
        bookChanges.close();
        ends.values().forEach(Subscription::close);
        logChanges.close();
        drain.close();
        seconds.stop();
    }

    @Override
    public void fold() {
        folded.set(!folded.get());
    }

    @Override
    public void choose(LogModel log) {
        logChanges.close();
        logChanges = log.onChange(drain::request);
        shown = log;
        stood = List.of();
        view.show(log);
        drain.request();
    }

    @Override
    public void cancel() {
        if (shown != null) {
            actions.cancel(shown);
            drain.request();
        }
    }

    @Override
    public void onlyProblems(boolean only) {
        view.least(only ? LogLevel.WARN : LogLevel.DEBUG);
    }

    @Override
    public void times(boolean visible) {
        view.times(visible);
    }

    @Override
    public void save(boolean withColours) {
        if (shown != null) {
            saving.save(shown, withColours);
        }
    }

    /** Called when a run that went on here has failed; it is the one shown then. */
    public void onFailure(Runnable action) {
        failed = action;
    }

    /** Each run's end is seen, whichever is shown, however soon it comes. */
    private void watch(List<LogModel> logs) {
        ends.keySet().retainAll(logs);
        told.retainAll(logs);
        for (LogModel log : logs) {
            if (!ends.containsKey(log) && !log.isPast()) {
                ends.put(log, log.onChange(() -> {
                    if (!log.isRunning()) {
                        drain.request();
                    }
                }));
            }
            if (!log.isRunning() && !log.isPast() && told.add(log) && log.status().state() == LogStatus.State.FAILED) {
                choose(log);
                failed.run();
            }
        }
    }

    private void draw() {
        List<LogModel> logs = book.logs();
        boolean grown = !logs.equals(known) && !logs.isEmpty()
                && (known.isEmpty() || !logs.getLast().equals(known.getLast()));
        if (grown) {
            choose(logs.getLast());
        }
        watch(logs);
        List<LogStatus.State> states = logs.stream().map(one -> one.status().state()).toList();
        if (!logs.equals(known) || !states.equals(stood)) {
            known = logs;
            stood = states;
            header.logs(logs, shown);
        }
        LogModel log = shown;
        boolean running = log != null && log.status().running();
        header.status(log, log != null && actions.canCancel(log), book.clock().instant());
        if (running && seconds.getStatus() != Animation.Status.RUNNING) {
            seconds.play();
        } else if (!running) {
            seconds.stop();
        }
        if (!folded.get()) {
            if (log != null) {
                log.opened();
            }
            view.draw();
        }
    }

    private void applyFold(boolean fold) {
        view.setVisible(!fold);
        view.setManaged(!fold);
        header.folded(fold);
        drain.request();
    }

    private void showAll() {
        header.showAll();
        view.showAll();
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.F && event.isShortcutDown()) {
            search();
            event.consume();
        } else if (event.getCode() == KeyCode.F3) {
            view.next(!event.isShiftDown());
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE && view.isSearching()) {
            view.closed();
            event.consume();
        }
    }
}
