package org.katagpu.ui.control;

import java.util.Arrays;

import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.TextField;

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
    }

    /** Hands the secret over and empties the field; the caller wipes the array. */
    public char[] take() {
        char[] taken = secret.clone();
        clear();
        return taken;
    }

    public boolean isBlank() {
        return secret.length == 0;
    }

    @Override
    public void replaceText(int start, int end, String text) {
        String typed = text.replaceAll("\\p{Cntrl}", "");
        char[] grown = new char[secret.length - (end - start) + typed.length()];
        System.arraycopy(secret, 0, grown, 0, start);
        typed.getChars(0, typed.length(), grown, start);
        System.arraycopy(secret, end, grown, start + typed.length(), secret.length - end);
        Arrays.fill(secret, '\0');
        secret = grown;
        super.replaceText(start, end, BULLET.repeat(typed.length()));
    }

    /** All of a secret is edited the same way, so that nothing but bullets ever reaches the control. */
    @Override
    public void replaceSelection(String replacement) {
        replaceText(getSelection().getStart(), getSelection().getEnd(), replacement);
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
