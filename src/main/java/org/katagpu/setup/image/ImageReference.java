package org.katagpu.setup.image;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image's name as containerd keeps it, registry and tag always there: {@code docker.io/library/vllm-cvm:latest}.
 *
 * @param name registry and repository, {@code docker.io/library/vllm-cvm}
 * @param tag {@code latest}
 * @param digest {@code sha256:…} where it is pinned; else empty
 */
public record ImageReference(String name, String tag, String digest) {
    private static final Pattern FORM = Pattern
            .compile("([a-z0-9][a-z0-9.-]*(?::[0-9]{1,5})?(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+)"
                    + ":([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})(?:@(sha256:[0-9a-f]{64}))?");
    /** The stage keeps what was there before under the tag with a word of its own behind it. */
    private static final int LONGEST_TAG = 110;
    /** More than any registry takes; and matching the form costs stack for each part of a path. */
    private static final int LONGEST = 512;

    /** @throws IllegalArgumentException for what is no such name: nothing else may reach a script */
    public ImageReference {
        String whole = name + ":" + tag + (digest.isEmpty() ? "" : "@" + digest);
        if (whole.length() > LONGEST || !FORM.matcher(whole).matches() || tag.length() > LONGEST_TAG) {
            throw new IllegalArgumentException("not an image's name: " + whole);
        }
    }

    /** The name the admin wrote, the way Docker takes it ({@code vllm-cvm}); empty when it is none. */
    public static Optional<ImageReference> parse(String written) {
        String text = written.strip();
        String digest = "";
        int at = text.indexOf('@');
        if (at >= 0) {
            digest = text.substring(at + 1).toLowerCase(Locale.ROOT);
            text = text.substring(0, at);
        }
        int slash = text.indexOf('/');
        String first = slash < 0 ? "" : text.substring(0, slash);
        if (slash < 0) {
            text = "docker.io/library/" + text;
        } else if (!first.contains(".") && !first.contains(":") && !first.equals("localhost")) {
            text = "docker.io/" + text;
        }
        if (text.lastIndexOf(':') <= text.lastIndexOf('/')) {
            text += ":latest";
        }
        if (text.length() + digest.length() >= LONGEST) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(digest.isEmpty() ? text : text + "@" + digest);
        return form.matches() && form.group(2).length() <= LONGEST_TAG
                ? Optional.of(new ImageReference(form.group(1), form.group(2), digest))
                : Optional.empty();
    }

    /** As containerd and the scripts take it. */
    @Override
    public String toString() {
        return name + ":" + tag + (digest.isEmpty() ? "" : "@" + digest);
    }
}
