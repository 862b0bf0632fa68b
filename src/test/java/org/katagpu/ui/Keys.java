package org.katagpu.ui;

import java.util.ArrayList;
import java.util.List;

import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** A keyboard before a window, and nothing else: every stroke goes to whatever has the focus. */
public final class Keys {
    private static final int FARTHEST = 150;

    /** Held down with a key. */
    public enum Held {
        NOTHING, SHIFT, CONTROL, ALT
    }

    private final Scene scene;
    private int strokes;

    public Keys(Scene scene) {
        this.scene = scene;
    }

    public int strokes() {
        return strokes;
    }

    public void press(KeyCode code) {
        press(code, Held.NOTHING);
    }

    public void press(KeyCode code, Held held) {
        strokes++;
        FxThread.run(() -> {
            fire(KeyEvent.KEY_PRESSED, code, "", held);
            fire(KeyEvent.KEY_RELEASED, code, "", held);
        });
    }

    public void type(String text) {
        for (char one : text.toCharArray()) {
            strokes++;
            FxThread.run(() -> fire(KeyEvent.KEY_TYPED, KeyCode.UNDEFINED, String.valueOf(one), Held.NOTHING));
        }
    }

    private void fire(EventType<KeyEvent> type, KeyCode code, String text, Held held) {
        Node owner = scene.getFocusOwner();
        KeyEvent event = new KeyEvent(type, text.isEmpty() ? KeyEvent.CHAR_UNDEFINED : text, text, code,
                held == Held.SHIFT, held == Held.CONTROL, held == Held.ALT, false);
        Event.fireEvent(owner == null ? scene : owner, event);
    }

    /** Goes on with Tab until the keyboard is at a control, or within it. */
    public void tabTo(String id) {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < FARTHEST; i++) {
            if (isAt(id)) {
                return;
            }
            press(KeyCode.TAB);
            seen.add(FxThread.get(() -> String.valueOf(scene.getFocusOwner())));
        }
        throw new AssertionError("Tab does not come to " + id + ", but to " + seen.stream().distinct().toList());
    }

    private boolean isAt(String id) {
        return FxThread.get(() -> {
            for (Node at = scene.getFocusOwner(); at != null; at = at.getParent()) {
                if (id.equals(at.getId())) {
                    return true;
                }
            }
            return false;
        });
    }
}
