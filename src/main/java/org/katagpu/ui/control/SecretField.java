package org.katagpu.ui.control;

import java.util.Arrays;
import java.util.function.Predicate;

import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * A password field whose characters never become a String of ours: the text of the control is bullets, the secret
 * stands in one array that is wiped when it is taken, cleared or outgrown.
 */
public final class SecretField extends TextField {
    private static final String BULLET = "\u2022";

    private char[] secret = new char[0];

    public SecretField() {
        setAccessibleRole(AccessibleRole.PASSWORD_FIELD);
        getStyleClass().add("password-field");
        setTextFormatter(new TextFormatter<>(this::keep));
        // Undo would put back bullets whose characters are wiped.
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.isShortcutDown() && (event.getCode() == KeyCode.Z || event.getCode() == KeyCode.Y)) {
                event.consume();
            }
        });
        setContextMenu(new ContextMenu());
    }

    /** Hands the secret over and empties the field; the caller wipes the array. */
    public char[] take() {
        char[] taken = secret.clone();
        clear();
        return taken;
    }

    /** Whether what is typed is so; the test gets a copy that is wiped after it. */
    public boolean holds(Predicate<char[]> test) {
        char[] copy = secret.clone();
        try {
            return test.test(copy);
        } finally {
            Arrays.fill(copy, '\0');
        }
    }

    private TextFormatter.Change keep(TextFormatter.Change change) {
        if (!change.isContentChange()) {
            return change;
        }
        String typed = change.getText();
        int start = change.getRangeStart();
        int end = change.getRangeEnd();
        char[] changed = new char[secret.length - (end - start) + typed.length()];
        System.arraycopy(secret, 0, changed, 0, start);
        typed.getChars(0, typed.length(), changed, start);
        System.arraycopy(secret, end, changed, start + typed.length(), secret.length - end);
        Arrays.fill(secret, '\0');
        secret = changed;
        change.setText(BULLET.repeat(typed.length()));
        return change;
    }

    @Override
    public void cut() {}

    @Override
    public void copy() {}

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return attribute == AccessibleAttribute.TEXT ? "" : super.queryAccessibleAttribute(attribute, parameters);
    }
}
