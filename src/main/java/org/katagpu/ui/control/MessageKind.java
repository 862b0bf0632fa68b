package org.katagpu.ui.control;

import java.util.List;
import java.util.Map;
import org.katagpu.message.Problem;
import org.kordamp.ikonli.feather.Feather;

/** What a message is to the admin: only what failed stands in the red box. Questions have boxes of their own. */
public enum MessageKind {
    FAILED(Feather.ALERT_CIRCLE, "problem"),
    /** The admin ended it. */
    STOPPED(Feather.SLASH, "note", "note-says", "stopped"),
    /** Nothing failed; there is something to know. */
    TOLD(Feather.INFO, "note", "note-asks");

    private static final Map<String, MessageKind> NO_FAILURES = Map.of("frame.cancelled", STOPPED, "stage.cancelled",
            STOPPED, "stage.plan.overwritten", TOLD, "stage.plan.refused", TOLD);

    private final Feather mark;
    private final List<String> styles;

    MessageKind(Feather mark, String... styles) {
        this.mark = mark;
        this.styles = List.of(styles);
    }

    public static MessageKind of(Problem problem) {
        return NO_FAILURES.getOrDefault(problem.what().key(), FAILED);
    }

    Feather mark() {
        return mark;
    }

    List<String> styles() {
        return styles;
    }
}
