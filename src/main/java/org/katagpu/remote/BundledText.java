package org.katagpu.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts that come with the program, most of them scripts. */
public final class BundledText {
    private BundledText() {}

    /**
     * @param path from the root of the resources: {@code setup/lib/control.sh}
     * @throws IllegalStateException where the program has no such text: a defect, found by the tests
     */
    public static String of(String path) {
        try (InputStream in = BundledText.class.getResourceAsStream("/" + path)) {
            if (in == null) {
                throw new IllegalStateException("no text " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
