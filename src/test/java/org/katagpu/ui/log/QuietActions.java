package org.katagpu.ui.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** A frame that answers at once and remembers what it was asked. */
final class QuietActions implements LogActions {
    private final @Nullable Path file;
    final List<LogModel> cancelled = new ArrayList<>();

    QuietActions(@Nullable Path file) {
        this.file = file;
    }

    @Override
    public boolean canCancel(LogModel log) {
        return !cancelled.contains(log);
    }

    @Override
    public void cancel(LogModel log) {
        cancelled.add(log);
    }

    @Override
    public @Nullable Path chooseFile(String suggestedName) {
        return file;
    }
}
