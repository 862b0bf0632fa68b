package org.katagpu.ui.chat.transcript;

import java.text.BreakIterator;

import javafx.animation.AnimationTimer;
import javafx.geometry.Point2D;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.katagpu.ui.control.ClipboardText;

/** Wheel, keys and mouse over a transcript: scrolls, selects, copies. Links are shown, never opened. */
final class TranscriptInput {
    private static final double STEP = 40;
    private static final double DRAG_SPEED = 0.25;

    private final Transcript view;
    private final ContextMenu menu = new ContextMenu();
    private Point2D pointer = Point2D.ZERO;
    private final AnimationTimer dragging = new AnimationTimer() {
        @Override
        public void handle(long now) {
            double beyond = pointer.getY() < 0 ? pointer.getY() : Math.max(0, pointer.getY() - view.getHeight());
            if (beyond != 0) {
                view.scroll(beyond * DRAG_SPEED);
                extend();
            }
        }
    };

    private TranscriptInput(Transcript view) {
        this.view = view;
    }

    static void install(Transcript view) {
        TranscriptInput input = new TranscriptInput(view);
        view.addEventHandler(ScrollEvent.SCROLL, input::wheel);
        view.addEventHandler(KeyEvent.KEY_PRESSED, input::key);
        view.addEventHandler(MouseEvent.MOUSE_PRESSED, input::pressed);
        view.addEventHandler(MouseEvent.MOUSE_DRAGGED, input::dragged);
        view.addEventHandler(MouseEvent.MOUSE_RELEASED, _ -> input.dragging.stop());
        view.addEventHandler(ContextMenuEvent.CONTEXT_MENU_REQUESTED, input::menu);
        view.sceneProperty().addListener(_ -> input.dragging.stop());
    }

    private void wheel(ScrollEvent event) {
        view.scroll(-event.getDeltaY());
        event.consume();
    }

    private void key(KeyEvent event) {
        if (event.isShortcutDown() && event.getCode() == KeyCode.C) {
            copy();
        } else if (event.isShortcutDown() && event.getCode() == KeyCode.A) {
            all();
        } else {
            switch (event.getCode()) {
                case UP, KP_UP -> view.scroll(-STEP);
                case DOWN, KP_DOWN -> view.scroll(STEP);
                case PAGE_UP -> view.scroll(STEP - view.getHeight());
                case PAGE_DOWN, SPACE -> view.scroll(view.getHeight() - STEP);
                case HOME -> view.toBegin();
                case END -> view.toEnd();
                default -> {
                    return;
                }
            }
        }
        event.consume();
    }

    private void pressed(MouseEvent event) {
        view.requestFocus();
        menu.hide();
        if (event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        pointer = new Point2D(event.getX(), event.getY());
        TextSelection.Place at = view.placeAt(pointer);
        if (at == null) {
            view.selection().clear();
        } else if (event.getClickCount() == 2) {
            word(at);
        } else if (event.getClickCount() == 3) {
            view.selection().range(new TextSelection.Place(at.item(), 0),
                    new TextSelection.Place(at.item(), at.item().block().text().length()));
        } else if (event.isShiftDown()) {
            view.selection().extend(at);
        } else {
            view.selection().begin(at);
        }
        view.selected();
    }

    private void word(TextSelection.Place at) {
        BreakIterator edges = BreakIterator.getWordInstance(view.words().locale());
        String text = at.item().block().text();
        edges.setText(text);
        int end = edges.following(Math.clamp(at.offset(), 0, Math.max(0, text.length() - 1)));
        if (end != BreakIterator.DONE) {
            view.selection().range(new TextSelection.Place(at.item(), edges.previous()),
                    new TextSelection.Place(at.item(), end));
        }
    }

    private void dragged(MouseEvent event) {
        if (event.getButton() == MouseButton.PRIMARY) {
            pointer = new Point2D(event.getX(), event.getY());
            dragging.start();
            extend();
        }
    }

    private void extend() {
        TextSelection.Place to = view.placeAt(pointer);
        if (to != null) {
            view.selection().extend(to);
            view.selected();
        }
    }

    private void menu(ContextMenuEvent event) {
        MenuItem copy = item("chatpanel.copy.selection", this::copy);
        copy.setDisable(view.selection().isEmpty());
        menu.getItems().setAll(copy, item("chatpanel.select.all", this::all));
        String link = view.linkAt(new Point2D(event.getX(), event.getY()));
        if (!link.isEmpty()) {
            MenuItem address = new MenuItem(link);
            address.setMnemonicParsing(false);
            address.setDisable(true);
            menu.getItems().addAll(new SeparatorMenuItem(), address,
                    item("chatpanel.copy.link", () -> ClipboardText.copy(link)));
        }
        menu.show(view, event.getScreenX(), event.getScreenY());
        event.consume();
    }

    private MenuItem item(String key, Runnable action) {
        MenuItem item = new MenuItem(view.words().get(key));
        item.setOnAction(_ -> action.run());
        return item;
    }

    private void copy() {
        String text = view.selection().text(view.items());
        if (!text.isEmpty()) {
            ClipboardText.copy(text);
        }
    }

    private void all() {
        TextItem first = null;
        TextItem last = null;
        for (Item item : view.items()) {
            if (item instanceof TextItem text) {
                first = first == null ? text : first;
                last = text;
            }
        }
        if (first != null && last != null) {
            view.selection().range(new TextSelection.Place(first, 0),
                    new TextSelection.Place(last, last.block().text().length()));
            view.selected();
        }
    }
}
