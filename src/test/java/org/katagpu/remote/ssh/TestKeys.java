package org.katagpu.remote.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Key pairs made by ssh-keygen. */
final class TestKeys {
    private TestKeys() {}

    /** @param more options of ssh-keygen, such as {@code -m PEM} */
    static Path make(Path folder, String type, String passphrase, String... more) {
        Path file = folder.resolve("id_" + type + "_" + System.nanoTime());
        List<String> words = new ArrayList<>(List.of("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", "test",
                "-f", file.toString()));
        Collections.addAll(words, more);
        Commands.run(words.toArray(String[]::new));
        return file;
    }

    static String publicLine(Path key) {
        try {
            return Files.readString(key.resolveSibling(key.getFileName() + ".pub")).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
