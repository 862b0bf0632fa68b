package org.katagpu.ui.frame;

import org.katagpu.message.Text;

/**
 * How a step stands, as the rail shows it.
 *
 * @param why said in the tooltip and to screen readers
 */
public record StepMark(Kind kind, Text why) {
    public enum Kind {
        /** Nothing known yet. */
        OPEN, DONE, ATTENTION, RUNNING,
        /** It was done, but something it rests on has changed since. */
        STALE, BLOCKED
    }

    public static final StepMark DONE = new StepMark(Kind.DONE, Text.of("frame.mark.done"));
    public static final StepMark ATTENTION = new StepMark(Kind.ATTENTION, Text.of("frame.mark.attention"));
    public static final StepMark RUNNING = new StepMark(Kind.RUNNING, Text.of("frame.mark.running"));
    public static final StepMark OPEN = new StepMark(Kind.OPEN, Text.of("frame.mark.open"));
    public static final StepMark NO_HOST = new StepMark(Kind.BLOCKED, Text.of("frame.mark.no-host"));
}
