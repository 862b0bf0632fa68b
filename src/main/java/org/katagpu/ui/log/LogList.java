package org.katagpu.ui.log;

import java.util.StringJoiner;

import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.jspecify.annotations.Nullable;

/** The rows: scrolls with the newest while following, holds still under the reader while not, selects and copies. */
final class LogList extends ListView<LogEntry> {
    private final RowLook look;
    private final Follow follow;
    private final Runnable followChanged;
    private long topNumber = -1;
    private double topOffset;

    LogList(RowLook look, Follow follow, Runnable followChanged) {
        this.look = look;
        this.follow = follow;
        this.followChanged = followChanged;
        getStyleClass().add("log-list");
        setFixedCellSize(look.font().rowHeight());
        setCellFactory(_ -> new LogCell(look));
        getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        heightProperty().addListener(_ -> Platform.runLater(this::keepEnd));
        addEventFilter(ScrollEvent.SCROLL, this::wheel);
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventFilter(MouseEvent.MOUSE_RELEASED, this::released);
    }

    /** Before rows change: remembers what the reader looks at. */
    void hold() {
        IndexedCell<?> top = follow.isActive() || flow() == null ? null : flow().getFirstVisibleCell();
        topNumber = top != null && top.getItem() instanceof LogEntry entry ? entry.number() : -1;
        topOffset = top == null ? 0 : -top.getLayoutY();
    }

    /** After rows changed. @param dropped how many went at the head */
    void settle(RowList rows, int dropped) {
        if (follow.isActive()) {
            scrollToEnd();
        } else if (dropped > 0 && topNumber >= 0) {
            scrollTo(rows.indexFrom(topNumber));
            VirtualFlow<?> flow = flow();
            if (flow != null) {
                flow.scrollPixels(topOffset);
            }
        }
    }

    /** The pane became higher or lower. */
    private void keepEnd() {
        if (follow.isActive()) {
            scrollToEnd();
        }
    }

    void scrollToEnd() {
        scrollTo(getItems().size() - 1);
    }

    /** Number of the row at the top of the view, or -1. */
    long topNumber() {
        VirtualFlow<?> flow = flow();
        IndexedCell<?> top = flow == null ? null : flow.getFirstVisibleCell();
        return top != null && top.getItem() instanceof LogEntry entry ? entry.number() : -1;
    }

    /** Selects a row and brings it into the middle. */
    void reveal(int index) {
        getSelectionModel().clearAndSelect(index);
        getFocusModel().focus(index);
        VirtualFlow<?> flow = flow();
        IndexedCell<?> first = flow == null ? null : flow.getFirstVisibleCell();
        IndexedCell<?> last = flow == null ? null : flow.getLastVisibleCell();
        if (first == null || last == null || index <= first.getIndex() || index >= last.getIndex()) {
            int page = first == null || last == null ? 0 : last.getIndex() - first.getIndex();
            scrollTo(Math.max(0, index - page / 2));
        }
    }

    void copy(boolean withTimes) {
        StringJoiner lines = new StringJoiner("\n");
        for (LogEntry entry : getSelectionModel().getSelectedItems()) {
            String text = look.words().plain(entry);
            lines.add(withTimes ? look.time(entry) + "  " + text : text);
        }
        ClipboardContent content = new ClipboardContent();
        content.putString(lines.toString());
        Clipboard.getSystemClipboard().setContent(content);
    }

    boolean isAtEnd() {
        ScrollBar bar = bar();
        return bar == null || !bar.isVisible() || bar.getValue() >= bar.getMax();
    }

    private void wheel(ScrollEvent event) {
        if (event.getDeltaY() > 0) {
            pause();
        } else if (event.getDeltaY() < 0 && isAtEnd()) {
            resume();
        }
    }

    private void key(KeyEvent event) {
        KeyCode code = event.getCode();
        if (code == KeyCode.END) {
            resume();
        } else if (code == KeyCode.C && event.isShortcutDown()) {
            copy(false);
            event.consume();
        } else if (code == KeyCode.UP || code == KeyCode.KP_UP || code == KeyCode.PAGE_UP || code == KeyCode.HOME
                || code == KeyCode.A && event.isShortcutDown()) {
            pause();
        }
    }

    private void pressed(MouseEvent event) {
        if (event.getButton() == MouseButton.PRIMARY || event.getButton() == MouseButton.SECONDARY) {
            pause();
        }
    }

    private void released(MouseEvent event) {
        if (event.getTarget() instanceof Node node && isInVerticalBar(node) && isAtEnd()) {
            resume();
        }
    }

    private boolean isInVerticalBar(Node node) {
        ScrollBar bar = bar();
        for (Node at = node; at != null; at = at.getParent()) {
            if (at == bar) {
                return true;
            }
        }
        return false;
    }

    /** The reader turned to something older. */
    void pause() {
        ScrollBar bar = bar();
        follow.pause(bar != null && bar.isVisible());
        followChanged.run();
    }

    private void resume() {
        follow.resume();
        followChanged.run();
    }

    private @Nullable VirtualFlow<?> flow() {
        return (VirtualFlow<?>) lookup(".virtual-flow");
    }

    private @Nullable ScrollBar bar() {
        return lookupAll(".scroll-bar").stream()
                .map(ScrollBar.class::cast)
                .filter(bar -> bar.getOrientation() == javafx.geometry.Orientation.VERTICAL)
                .findFirst().orElse(null);
    }
}
