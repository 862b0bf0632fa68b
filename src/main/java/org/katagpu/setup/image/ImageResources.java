package org.katagpu.setup.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Texts that come with the program, under {@code setup/}. */
final class ImageResources {
    private ImageResources() {}

    /** @param path under {@code setup/}: {@code image/Dockerfile} */
    static String text(String path) {
        try (InputStream in = Objects.requireNonNull(ImageResources.class.getResourceAsStream("/setup/" + path),
                path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
