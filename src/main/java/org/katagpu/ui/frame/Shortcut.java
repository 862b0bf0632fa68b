package org.katagpu.ui.frame;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** What the keyboard does in the whole window. */
enum Shortcut {
    BACK(alt(KeyCode.LEFT)), NEXT(alt(KeyCode.RIGHT)), ACT(shortcut(KeyCode.ENTER)), CHECK(
            List.of(new KeyCodeCombination(KeyCode.F5))), LOG(shortcut(KeyCode.F)), LARGER(
                    shortcut(KeyCode.PLUS, KeyCode.EQUALS, KeyCode.ADD)), SMALLER(
                            shortcut(KeyCode.MINUS, KeyCode.SUBTRACT)), USUAL(
                                    List.of(new KeyCodeCombination(KeyCode.DIGIT0,
                                            KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN))), HELP(
                                                    List.of(new KeyCodeCombination(KeyCode.F1)));

    private final List<KeyCodeCombination> keys;

    Shortcut(List<KeyCodeCombination> keys) {
        this.keys = keys;
    }

    private static List<KeyCodeCombination> alt(KeyCode code) {
        return List.of(new KeyCodeCombination(code, KeyCombination.ALT_DOWN));
    }

    private static List<KeyCodeCombination> shortcut(KeyCode... codes) {
        return Arrays.stream(codes)
                .map(code -> new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_ANY))
                .toList();
    }

    boolean matches(KeyEvent event) {
        return keys.stream().anyMatch(key -> key.match(event));
    }

    /** Bundle key of what it does; its keys are at {@code .keys}. */
    String key() {
        return "frame.shortcut." + name().toLowerCase(Locale.ROOT);
    }
}
