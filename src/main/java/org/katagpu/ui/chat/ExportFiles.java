package org.katagpu.ui.chat;

import java.nio.file.Path;
import java.util.Optional;

/** Asks the admin where to write a file. */
@FunctionalInterface
public interface ExportFiles {
    Optional<Path> choose(String suggestedName);
}
