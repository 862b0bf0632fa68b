package org.katagpu.setup.image;

import java.util.regex.Pattern;

/** @param path on the host @param sha256 hex digits it must have; empty: not compared */
public record ImageArchive(String path, String sha256) {
    private static final Pattern SUM = Pattern.compile("([0-9a-f]{64})?");

    public static final ImageArchive NONE = new ImageArchive("", "");

    public ImageArchive {
        PlainText.path(path);
        PlainText.require(SUM, sha256);
    }
}
