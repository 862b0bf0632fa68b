package org.katagpu.ui.frame;

import java.util.function.Consumer;
import java.util.function.Supplier;

import javafx.animation.PauseTransition;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Region;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.ui.log.LogActions;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.log.LogPane;

/** Keeps the log below the pages: one line until it is wanted, never more than its share. */
final class LogDock {
    private static final double PAGE_SHARE = 0.68;
    /** The log gets no more of the height. */
    private static final double MOST = 0.4;
    private static final int AFTER_MS = 150;
    private static final String FOLDED = "log-folded";

    private final SplitPane split;
    private final Node above;
    private final LogBook logs;
    private final LogActions actions;
    private final Consumer<Boolean> opened;
    private @Nullable LogPane pane;
    private double scale = 1;
    private boolean itself;

    /** @param opened told whether the admin opened or folded it by hand */
    LogDock(Node above, LogBook logs, LogActions actions, Consumer<Boolean> opened) {
        this.above = above;
        this.logs = logs;
        this.actions = actions;
        this.opened = opened;
        this.split = new SplitPane(above);
        split.setOrientation(Orientation.VERTICAL);
        split.setMinWidth(0);
        split.getStyleClass().add("page-and-log");
    }

    Node view() {
        return split;
    }

    /** The first frame does not wait for the log: nothing has run yet. */
    void drawSoon(Supplier<Messages> words, boolean open) {
        PauseTransition soon = new PauseTransition(Duration.millis(AFTER_MS));
        soon.setOnFinished(event -> {
            if (pane == null) {
                draw(words.get(), open);
            }
        });
        soon.play();
    }

    /** The same in another language. */
    void redraw(Messages words, boolean open) {
        draw(words, pane == null ? open : !pane.foldedProperty().get());
    }

    /** The same with larger or smaller letters. */
    void scale(Messages words, double wanted) {
        boolean other = wanted != scale;
        scale = wanted;
        if (other && pane != null) {
            redraw(words, false);
        }
    }

    private LogPane draw(Messages words, boolean open) {
        LogPane old = pane;
        double divider = old == null ? PAGE_SHARE : split.getDividerPositions()[0];
        if (old != null) {
            old.close();
        }
        LogPane fresh = new LogPane(logs, words, actions, scale);
        fresh.setMinWidth(0);
        fresh.onFailure(() -> open(true));
        pane = fresh;
        split.getItems().setAll(above, fresh);
        SplitPane.setResizableWithParent(fresh, false);
        split.setDividerPositions(divider);
        itself = true;
        fresh.foldedProperty().set(!open);
        fresh.foldedProperty().subscribe(now -> fold(fresh, now));
        itself = false;
        return fresh;
    }

    private void fold(LogPane log, boolean folded) {
        split.getStyleClass().remove(FOLDED);
        log.maxHeightProperty().unbind();
        if (folded) {
            split.getStyleClass().add(FOLDED);
            log.setMaxHeight(Region.USE_PREF_SIZE);
        } else {
            log.maxHeightProperty().bind(split.heightProperty().multiply(MOST));
            split.setDividerPositions(PAGE_SHARE);
        }
        if (!itself) {
            opened.accept(!folded);
        }
    }

    /** Not by the admin's hand, so it is not remembered. */
    void open(boolean open) {
        LogPane now = pane;
        if (now != null) {
            itself = true;
            now.foldedProperty().set(!open);
            itself = false;
        }
    }

    /** Opens it with its search; from within it too. */
    void search(Messages words) {
        LogPane now = pane;
        (now == null ? draw(words, true) : now).search();
    }
}
