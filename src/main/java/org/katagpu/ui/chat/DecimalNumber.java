package org.katagpu.ui.chat;

import java.util.regex.Pattern;

/** A decimal number as people write it; not {@code 1e3}, {@code NaN} or {@code 0x1p3}, which Java takes too. */
final class DecimalNumber {
    private static final Pattern FORM = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,9})?");

    private DecimalNumber() {}

    /** @throws IllegalArgumentException for anything else */
    static double of(String typed) {
        if (!FORM.matcher(typed).matches()) {
            throw new IllegalArgumentException("no number: " + typed);
        }
        return Double.parseDouble(typed);
    }
}
