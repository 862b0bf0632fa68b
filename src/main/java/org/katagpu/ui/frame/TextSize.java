package org.katagpu.ui.frame;

import com.fasterxml.jackson.annotation.JsonValue;

/** How large words are drawn, in per cent of what is usual. */
public record TextSize(@JsonValue int percent) {
    public static final int STEP = 10;
    public static final TextSize USUAL = new TextSize(100);
    private static final int LEAST = 80;
    private static final int MOST = 200;
    private static final double USUAL_PIXELS = 13;

    public TextSize {
        percent = Math.clamp(percent, LEAST, MOST);
    }

    public TextSize larger() {
        return new TextSize(percent + STEP);
    }

    public TextSize smaller() {
        return new TextSize(percent - STEP);
    }

    /** How much larger than usual. */
    public double share() {
        return (double) percent / USUAL.percent;
    }

    /** Of plain words; everything else is measured in it. */
    public double pixels() {
        return USUAL_PIXELS * percent / USUAL.percent;
    }
}
