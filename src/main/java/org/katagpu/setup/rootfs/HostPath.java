package org.katagpu.setup.rootfs;

import java.util.regex.Pattern;

/** An absolute path on the host, as the admin typed it. */
final class HostPath {
    private static final Pattern FORM = Pattern.compile("(/[^\\p{Cntrl}]*)?");

    private HostPath() {}

    /** @throws IllegalArgumentException for what is neither empty nor an absolute path in one line */
    static void require(String path) {
        if (!FORM.matcher(path).matches()) {
            throw new IllegalArgumentException("no absolute path: " + path);
        }
    }
}
