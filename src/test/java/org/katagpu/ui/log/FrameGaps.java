package org.katagpu.ui.log;

import java.util.Arrays;

import javafx.animation.AnimationTimer;
import org.katagpu.ui.FxThread;

/** Records the time between frames. */
public final class FrameGaps {
    private final long[] gaps = new long[1 << 20];
    private int count;
    private long last;
    private final AnimationTimer timer = new AnimationTimer() {
        @Override
        public void handle(long ignored) {
            long now = System.nanoTime();
            if (last != 0 && count < gaps.length) {
                gaps[count++] = now - last;
            }
            last = now;
        }
    };

    /** Milliseconds. */
    public record Figures(int frames, double median, double p99, double longest) {}

    public void start() {
        FxThread.run(() -> {
            count = 0;
            last = 0;
            timer.start();
        });
    }

    public Figures stop() {
        return FxThread.get(() -> {
            timer.stop();
            long[] sorted = Arrays.copyOf(gaps, count);
            Arrays.sort(sorted);
            return new Figures(count, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
        });
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
    }
}
