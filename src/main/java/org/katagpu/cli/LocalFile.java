package org.katagpu.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;

/** Files of this machine that the admin names. */
final class LocalFile {
    /** More than any file meant here; no device without end. */
    private static final int MOST_BYTES = 16 << 20;

    private LocalFile() {}

    /** Ours alone to read and to run, made anew or in the place of an older one. */
    static void writeProgram(String file, String text) throws ProblemException {
        write(file, text.getBytes(StandardCharsets.UTF_8), true);
    }

    /**
     * Texts in a folder that is made where it is not there; others in it stay.
     *
     * @param files by their paths below it
     */
    static void writeFolder(String folder, Map<String, String> files) throws ProblemException {
        try {
            Path top = Path.of(folder).toAbsolutePath();
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = top.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        } catch (IOException | InvalidPathException e) {
            throw unwritable(folder, e);
        }
    }

    private static ProblemException unwritable(String file, Exception why) {
        return new ProblemException(Problem.of(Text.of("cli.file.unwritable", file, String.valueOf(why.getMessage())),
                Text.of("cli.file.unwritable.next")), why);
    }

    private static void write(String file, byte[] bytes, boolean program) throws ProblemException {
        try {
            Path path = Path.of(file).toAbsolutePath();
            Path made = Files.createTempFile(path.getParent(), ".kata-gpu-wizard", ".new");
            try {
                Files.write(made, bytes);
                if (program && !made.toFile().setExecutable(true, true)) {
                    throw new IOException("not executable");
                }
                Files.move(made, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(made);
            }
        } catch (IOException | InvalidPathException e) {
            throw unwritable(file, e);
        }
    }

    static byte[] read(String file) throws ProblemException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return in.readNBytes(MOST_BYTES);
        } catch (IOException | InvalidPathException e) {
            throw new ProblemException(Problem.of(Text.of("cli.file.unreadable", file, String.valueOf(e.getMessage())),
                    Text.of("cli.file.unreadable.next")), e);
        }
    }
}
