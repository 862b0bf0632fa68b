package org.katagpu.ui.stage;

import org.katagpu.message.Problem;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;

/** What undo of a stage would take back, as the host says now. */
public sealed interface UndoPreview {
    record Asking() implements UndoPreview {}

    /** @param report its changes are what would be taken back; blocked where a finding says why it cannot be */
    record Told(StageReport report) implements UndoPreview {}

    /** It could not be asked. */
    record Failed(Problem problem) implements UndoPreview {}

    default boolean isAsking() {
        return this instanceof Asking;
    }

    /** Whether there is something that can be taken back now. */
    default boolean isNeeded() {
        return this instanceof Told(StageReport report) && report.state() == StageState.NEEDED;
    }

    /** Whether something stands in its way now. */
    default boolean isBlocked() {
        return this instanceof Told(StageReport report) && report.state() == StageState.BLOCKED;
    }
}
