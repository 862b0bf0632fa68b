package org.katagpu.ui.frame;

import org.katagpu.message.Text;
import org.katagpu.remote.LinkState;

/**
 * How a step stands, as the rail shows it.
 *
 * @param why said in the tooltip and to screen readers
 */
public record StepMark(Kind kind, Text why) {
    public enum Kind {
        /** Nothing known yet. */
        OPEN,
        /** The host says what is left to do. */
        TODO,
        /** Edited here and not saved to the host. */
        EDITED, DONE,
        /** It waits for the admin. */
        ATTENTION,
        /** It failed, or cannot be done as things stand. */
        FAILED, RUNNING,
        /** What was read holds no more; it will be read again. */
        STALE,
        /** Held up by a step before it alone. */
        WAITS,
        /** There is no host. */
        BLOCKED
    }

    public static final StepMark DONE = new StepMark(Kind.DONE, Text.of("frame.mark.done"));
    public static final StepMark ATTENTION = new StepMark(Kind.ATTENTION, Text.of("frame.mark.attention"));
    public static final StepMark TODO = new StepMark(Kind.TODO, Text.of("frame.mark.todo"));
    public static final StepMark EDITED = new StepMark(Kind.EDITED, Text.of("frame.mark.edited"));
    public static final StepMark ANSWERED = new StepMark(Kind.DONE, Text.of("frame.mark.answered"));
    public static final StepMark RUNNING = new StepMark(Kind.RUNNING, Text.of("frame.mark.running"));
    public static final StepMark OPEN = new StepMark(Kind.OPEN, Text.of("frame.mark.open"));
    /** Nothing is claimed until the link is back. */
    public static final StepMark STALE = new StepMark(Kind.STALE, Text.of("frame.mark.stale"));
    public static final StepMark NO_HOST = new StepMark(Kind.BLOCKED, Text.of("frame.mark.no-host"));

    /** @param why what stands against it */
    public static StepMark failed(Text why) {
        return new StepMark(Kind.FAILED, why);
    }

    /** How the step of the connection stands. */
    static StepMark of(LinkState link) {
        return switch (link) {
            case LinkState.Up _ -> DONE;
            case LinkState.Reconnecting lost ->
                new StepMark(Kind.RUNNING, Text.of("frame.link.reconnecting", String.valueOf(lost.attempt())));
            case LinkState.Down _ -> failed(Text.of("frame.link.down"));
        };
    }
}
