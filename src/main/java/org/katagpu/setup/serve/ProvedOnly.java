package org.katagpu.setup.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The admin's choice to ask only a proved machine, for window and command line: an empty file that is there or not. */
public final class ProvedOnly {
    /** In the folder of the admin's choices. */
    public static final String FILE = "ask-only-proved";

    private final Path file;

    /** @param file need not be there, nor its folder */
    public ProvedOnly(Path file) {
        this.file = file;
    }

    /** Also where nobody can tell: what was chosen for safety is not undone by a folder that cannot be read. */
    public boolean chosen() {
        return !Files.notExists(file);
    }

    public void choose(boolean on) throws IOException {
        if (on) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.notExists(file)) {
                Files.createFile(file);
            }
        } else {
            Files.deleteIfExists(file);
        }
    }
}
