package org.katagpu.ui.log;

import java.util.StringJoiner;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.katagpu.message.Messages;

/** Wheel, keys and mouse over the rows: scrolls, selects and copies. */
final class RowsInput {
    private final RowsView view;
    private final ContextMenu menu = new ContextMenu();

    private RowsInput(RowsView view) {
        this.view = view;
    }

    static void install(RowsView view, Messages messages) {
        RowsInput input = new RowsInput(view);
        input.menu.getItems().addAll(item(messages.get("log.copy"), () -> input.copy(false)),
                item(messages.get("log.copy.times"), () -> input.copy(true)),
                item(messages.get("log.select.all"), input::selectAll));
        view.addEventHandler(ScrollEvent.SCROLL, input::wheel);
        view.addEventHandler(KeyEvent.KEY_PRESSED, input::key);
        view.addEventHandler(MouseEvent.MOUSE_PRESSED, input::pressed);
        view.addEventHandler(MouseEvent.MOUSE_DRAGGED, input::dragged);
        view.addEventHandler(ContextMenuEvent.CONTEXT_MENU_REQUESTED,
                event -> input.menu.show(view, event.getScreenX(), event.getScreenY()));
    }

    private void wheel(ScrollEvent event) {
        if (event.getDeltaY() != 0) {
            view.scroll(-event.getDeltaY());
        }
        if (event.getDeltaX() != 0) {
            view.scrollSideways(-event.getDeltaX());
        }
        event.consume();
    }

    private void key(KeyEvent event) {
        boolean extend = event.isShiftDown();
        KeyCode code = event.getCode();
        if (event.isShortcutDown()) {
            if (code == KeyCode.C) {
                copy(false);
                event.consume();
            } else if (code == KeyCode.A) {
                selectAll();
                event.consume();
            }
            return;
        }
        switch (code) {
            case UP, KP_UP -> move(-1, extend);
            case DOWN, KP_DOWN -> move(1, extend);
            case PAGE_UP -> move(-view.page(), extend);
            case PAGE_DOWN -> move(view.page(), extend);
            case LEFT, KP_LEFT -> view.scrollSideways(-view.look().font().rowHeight());
            case RIGHT, KP_RIGHT -> view.scrollSideways(view.look().font().rowHeight());
            case HOME -> {
                view.pause();
                view.lead(0, extend);
            }
            case END -> {
                view.lead(view.rows().size() - 1, extend);
                view.resume();
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void move(int by, boolean extend) {
        view.pause();
        view.lead(view.leadIndex() + by, extend);
    }

    private void pressed(MouseEvent event) {
        view.requestFocus();
        menu.hide();
        if (!isOnRows(event) || view.rows().isEmpty()) {
            return;
        }
        int index = view.indexAt(event.getY());
        boolean secondary = event.getButton() == MouseButton.SECONDARY;
        if (!secondary || !view.selection().contains(view.rows().get(index).number())) {
            view.pause();
            view.lead(index, event.isShiftDown());
        }
    }

    private void dragged(MouseEvent event) {
        if (isOnRows(event) && event.getButton() == MouseButton.PRIMARY && !view.rows().isEmpty()) {
            view.lead(view.indexAt(event.getY()), true);
        }
    }

    /** A press on a scroll bar is the bar's. */
    private static boolean isOnRows(MouseEvent event) {
        return event.getTarget() instanceof RowCell;
    }

    void selectAll() {
        if (!view.rows().isEmpty()) {
            view.pause();
            view.selection().range(view.rows().getFirst().number(), view.rows().getLast().number());
            view.requestLayout();
        }
    }

    private void copy(boolean withTimes) {
        RowList rows = view.rows();
        StringJoiner lines = new StringJoiner("\n");
        int from = rows.indexFrom(view.selection().first());
        for (int i = from; i < rows.size() && view.selection().contains(rows.get(i).number()); i++) {
            String text = view.look().words().plain(rows.get(i));
            lines.add(withTimes ? view.look().time(rows.get(i)) + "  " + text : text);
        }
        if (lines.length() > 0) {
            ClipboardContent content = new ClipboardContent();
            content.putString(lines.toString());
            Clipboard.getSystemClipboard().setContent(content);
        }
    }

    private static MenuItem item(String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setOnAction(_ -> action.run());
        return item;
    }
}
