package org.katagpu.ui.frame;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What this program is and what it is made of.
 *
 * @param version empty in a run from sources
 * @param parts what others made, with licences; the build writes it, so it is empty in a run from sources
 * @param licence our own licence's text
 */
record About(Optional<String> version, Optional<String> parts, Optional<String> licence) {
    static About thisProgram() {
        return new About(Optional.ofNullable(About.class.getPackage().getImplementationVersion()),
                text("/META-INF/kata-gpu-wizard/THIRD-PARTY.txt"), text("/META-INF/kata-gpu-wizard/LICENSE"));
    }

    private static Optional<String> text(String resource) {
        try (@Nullable
        InputStream in = About.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
