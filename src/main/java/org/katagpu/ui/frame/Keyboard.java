package org.katagpu.ui.frame;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntConsumer;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Carries out the window's shortcuts, where no control has taken the keys for itself. */
final class Keyboard {
    private static final int STEPS = 10;

    private final Map<Shortcut, Runnable> acts = new EnumMap<>(Shortcut.class);
    private final IntConsumer step;

    /** @param step opens a step by its number, from 1 */
    Keyboard(IntConsumer step) {
        this.step = step;
    }

    Keyboard on(Shortcut shortcut, Runnable act) {
        acts.put(shortcut, act);
        return this;
    }

    void pressed(KeyEvent event) {
        for (Map.Entry<Shortcut, Runnable> one : acts.entrySet()) {
            if (one.getKey().matches(event)) {
                event.consume();
                one.getValue().run();
                return;
            }
        }
        int number = digit(event.getCode());
        if (number >= 0 && event.isShortcutDown() && !event.isAltDown() && !event.isShiftDown()) {
            event.consume();
            step.accept(number == 0 ? STEPS : number);
        }
    }

    private static int digit(KeyCode code) {
        return code.isDigitKey() ? code.getCode() % KeyCode.DIGIT0.getCode() : -1;
    }
}
