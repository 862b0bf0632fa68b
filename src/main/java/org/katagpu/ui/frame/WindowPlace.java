package org.katagpu.ui.frame;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** Where the window stood, and how large, in pixels of the desktop. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record WindowPlace(double x, double y, double width, double height, boolean maximized) {
    public static final double LEAST_WIDTH = 960;
    public static final double LEAST_HEIGHT = 600;
    private static final double GRIP = 80;

    /** Whether enough of it can be seen on a screen to take hold of it. */
    public boolean isSeenOn(double left, double top, double right, double bottom) {
        return width >= LEAST_WIDTH && height >= LEAST_HEIGHT && x + width - GRIP > left && x + GRIP < right && y >= top
                && y + GRIP < bottom;
    }
}
