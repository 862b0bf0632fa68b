package org.katagpu.remote.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

import org.katagpu.message.Text;

/** Says in the admin's words why a file could not be read or written. */
public final class FileTrouble {
    private FileTrouble() {}

    public static Text reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> Text.of("storage.denied");
            case NoSuchFileException _ -> Text.of("storage.missing");
            case FileNotFoundException _ -> Text.of("storage.missing");
            case FileBusyException _ -> Text.of("storage.busy");
            case InterruptedIOException _ -> Text.of("storage.interrupted");
            case FileSystemException e when e.getReason() != null -> Text.of("storage.other", e.getReason());
            default -> Text.of("storage.other", Objects.requireNonNullElse(failure.getMessage(),
                    failure.getClass().getSimpleName()));
        };
    }
}
