package org.katagpu.setup;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An address to fetch from, as the admin typed it: {@code https://mirror.example.com:8443/pub}. */
public final class WebAddress {
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?";
    private static final Pattern FORM = Pattern.compile("https?://(?:" + LABEL + "(?:\\." + LABEL
            + ")*\\.?|\\[[0-9A-Fa-f:.]{2,45}\\])(?::([0-9]{1,5}))?(?:/[^\\s@\"'\\p{Cntrl}]*)?");
    private static final int LAST_PORT = 65_535;

    private WebAddress() {}

    /** Whether it names a host and, where it has a port, one there can be; a user's name in it would be a secret. */
    public static boolean isOne(String typed) {
        Matcher form = FORM.matcher(typed);
        return form.matches() && (form.group(1) == null || isPort(Integer.parseInt(form.group(1))));
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= LAST_PORT;
    }

    /** @throws IllegalArgumentException for what is none */
    public static String require(String typed) {
        if (!isOne(typed)) {
            throw new IllegalArgumentException("no web address: " + typed);
        }
        return typed;
    }
}
