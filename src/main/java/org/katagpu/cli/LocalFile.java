package org.katagpu.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** A file of this machine that the admin names. */
final class LocalFile {
    /** More than any file meant here; no device without end. */
    private static final int MOST_BYTES = 16 << 20;

    private LocalFile() {}

    static byte[] read(String file) throws ProblemException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return in.readNBytes(MOST_BYTES);
        } catch (IOException | InvalidPathException e) {
            throw new ProblemException(Problem.of(Text.of("cli.file.unreadable", file, String.valueOf(e.getMessage())),
                    Text.of("cli.file.unreadable.next")), e);
        }
    }
}
