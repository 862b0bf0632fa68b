package org.katagpu.ui.log;

/** Whether the newest line is kept in sight. The reader's own scrolling pauses it; nothing else does. */
final class FollowMode {
    private boolean active = true;
    private long missed;

    boolean isActive() {
        return active;
    }

    /** Rows that came while paused. */
    long missed() {
        return missed;
    }

    void added(int rows) {
        if (!active) {
            missed += Math.max(0, rows);
        }
    }

    /** The reader turned to something. @param canScroll false where all rows are in sight anyway */
    void pause(boolean canScroll) {
        active = active && !canScroll;
    }

    void resume() {
        active = true;
        missed = 0;
    }
}
