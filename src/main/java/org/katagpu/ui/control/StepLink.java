package org.katagpu.ui.control;

import javafx.event.Event;
import javafx.event.EventType;

/** Somebody followed a link to another step; the window opens it. */
public final class StepLink extends Event {
    public static final EventType<StepLink> FOLLOWED = new EventType<>(Event.ANY, "STEP_LINK");
    private static final long serialVersionUID = 1;

    private final String step;

    /** @param step as in {@code frame.page.<step>} */
    StepLink(String step) {
        super(FOLLOWED);
        this.step = step;
    }

    public String step() {
        return step;
    }
}
