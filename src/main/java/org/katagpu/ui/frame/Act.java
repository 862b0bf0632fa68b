package org.katagpu.ui.frame;

import org.katagpu.message.Text;

/**
 * Something that can be done with the step in front.
 *
 * @param id of its button
 */
public record Act(String id, Text name, Kind kind, boolean enabled, Runnable run) {
    public enum Kind {
        /** Looks or reads, and changes nothing: at the left. */
        SCRIPT, READ, COPY, PAST,
        /** Takes back, or leaves. */
        BACK,
        /** What the step is for: one at most, filled. */
        MAIN;

        boolean isTool() {
            return ordinal() < BACK.ordinal();
        }
    }

    public static Act main(String id, Text name, boolean enabled, Runnable run) {
        return new Act(id, name, Kind.MAIN, enabled, run);
    }

    public static Act back(String id, Text name, boolean enabled, Runnable run) {
        return new Act(id, name, Kind.BACK, enabled, run);
    }
}
