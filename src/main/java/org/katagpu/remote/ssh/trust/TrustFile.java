package org.katagpu.remote.ssh.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that says which keys are trusted, read whole or not at all: what is cut off might revoke a key. */
final class TrustFile {
    static final int MOST = 16 << 20;
    /** Each is kept with where it stands. */
    private static final int MOST_LINES = 100_000;

    private static final Path NOTHING = Path.of("/dev/null");

    private TrustFile() {}

    /** @return each byte as a character @throws IOException also for more than {@value #MOST} bytes, and for a device or a pipe */
    static String text(Path path) throws IOException {
        if (path.equals(NOTHING)) {
            return "";
        }
        if (!Files.isRegularFile(path) && Files.exists(path)) {
            throw new FileSystemException(path.toString(), null, "no plain file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw new FileSystemException(path.toString(), null, "more than " + (MOST >> 20) + " MiB");
            }
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            if (text.chars().filter(one -> one == '\n').limit(MOST_LINES + 1L).count() > MOST_LINES) {
                throw new FileSystemException(path.toString(), null, "more than " + MOST_LINES + " lines");
            }
            return text;
        }
    }
}
