package org.katagpu.ui.log;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/** What the log pane asks of the window around it. All calls come on the JavaFX thread and must not wait for the host. */
public interface LogActions {
    /** Whether the log's job can be cancelled from here now; asked again with each change of the log. */
    boolean canCancel(LogModel log);

    /** Cancels the log's job. */
    void cancel(LogModel log);

    /** Asks where to save. @return null where the admin thought better of it */
    @Nullable
    Path chooseFile(String suggestedName);
}
