package org.katagpu.setup;

import java.util.regex.Pattern;

/** A number as it is typed into a form: what is shown again is what was typed. */
public final class WholeNumber {
    private static final Pattern FORM = Pattern.compile("0|[1-9][0-9]{0,8}");

    private WholeNumber() {}

    /** @throws IllegalArgumentException for signs, leading zeros, digits of other scripts, and more than nine digits */
    public static int of(String typed) {
        if (!FORM.matcher(typed).matches()) {
            throw new IllegalArgumentException("no whole number: " + typed);
        }
        return Integer.parseInt(typed);
    }
}
