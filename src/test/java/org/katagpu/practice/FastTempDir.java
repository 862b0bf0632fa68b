package org.katagpu.practice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** {@code @TempDir(factory = FastTempDir.class)}: a temporary folder where a sandbox is made in a tenth of the time. */
public final class FastTempDir implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        try {
            return Files.createTempDirectory(ScratchFolder.folder(), "junit-");
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }
}
