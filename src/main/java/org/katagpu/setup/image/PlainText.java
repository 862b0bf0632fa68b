package org.katagpu.setup.image;

import java.util.regex.Pattern;

/** What settings of this stage may be made of; a script takes nothing else. */
final class PlainText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:,/@+=~-]*");
    private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9._:/~+=-]+");

    private PlainText() {}

    /** @throws IllegalArgumentException for a character no address, path or list of names needs */
    static String plain(String value) {
        return require(PLAIN, value);
    }

    /** Plain, and something. */
    static String some(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("empty");
        }
        return plain(value);
    }

    /** Empty or an http(s) address without a user's name in it: that would be a secret in the plan. */
    static String url(String value) {
        return value.isEmpty() ? value : require(URL, value);
    }

    /** Empty or a path from the root on. */
    static String path(String value) {
        if (!value.isEmpty() && (!value.startsWith("/") || value.chars().anyMatch(Character::isISOControl))) {
            throw new IllegalArgumentException("not an absolute path: " + value);
        }
        return value;
    }

    static String require(Pattern form, String value) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException("not taken by this stage: " + value);
        }
        return value;
    }
}
