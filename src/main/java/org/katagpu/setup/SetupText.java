package org.katagpu.setup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts that come with the program, under {@code setup/}: scripts, their libraries, the Dockerfile. */
public final class SetupText {
    private SetupText() {}

    /**
     * @param path under {@code setup/}: {@code lib/control.sh}
     * @throws IllegalStateException where the program has no such text: a defect, found by the tests
     */
    public static String of(String path) {
        try (InputStream in = SetupText.class.getResourceAsStream("/setup/" + path)) {
            if (in == null) {
                throw new IllegalStateException("no text setup/" + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("setup/" + path, e);
        }
    }
}
