package org.katagpu.setup.image;

import java.util.regex.Pattern;
import org.katagpu.setup.SecretInAddress;

import org.katagpu.setup.WebAddress;

/** What settings of this stage may be made of; a script takes nothing else. */
final class PlainText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:,/@+=~-]*");
    private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9._:/~+=-]+");

    private static final String NAME = "\\.?[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*(?:/[0-9]{1,3}|:[0-9]{1,5})?";
    private static final Pattern NAMES = Pattern.compile(NAME + "(?:," + NAME + ")*");
    private static final Pattern REPOSITORY = Pattern
            .compile("(?:ssh|git)://(?:[A-Za-z0-9_.-]+@)?[A-Za-z0-9.-]+(?::[0-9]{1,5})?/.+|/.+");

    private PlainText() {}

    /** @throws IllegalArgumentException for a secret, and a character no address, path or list of names needs */
    static String plain(String value) {
        boolean path = value.startsWith("/") && !value.startsWith("//");
        int digest = value.indexOf("@sha256:");
        SecretInAddress.refuse(path ? "" : digest < 0 ? value : value.substring(0, digest),
                "a setting of the model image");
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
        SecretInAddress.refuse(value, "an address of the model image");
        return value.isEmpty() ? value : WebAddress.require(require(URL, value));
    }

    /** Empty, or names of machines, domains or networks with commas between them. */
    static String names(String value) {
        return plain(value.isEmpty() ? value : require(NAMES, value));
    }

    /** A git repository: an address, or a folder on the host. */
    static String repository(String value) {
        String plain = some(value);
        return plain.startsWith("http") ? WebAddress.require(plain) : require(REPOSITORY, plain);
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
