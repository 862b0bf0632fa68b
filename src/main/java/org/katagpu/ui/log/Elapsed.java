package org.katagpu.ui.log;

import java.time.Duration;

/** Time passed, for a clock on screen: {@code 04:07}, {@code 1:02:03}. */
final class Elapsed {
    private Elapsed() {}

    static String text(Duration passed) {
        long seconds = passed.toSeconds();
        return seconds < 3600
                ? String.format("%02d:%02d", seconds / 60, seconds % 60)
                : String.format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
