package org.katagpu.ui.page.gpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.animation.Animation;
import javafx.animation.RotateTransition;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.util.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.host.HostScan;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.log.FrameGaps;
import org.katagpu.ui.theme.Theme;

/** 256 GPUs against 8: time until they are drawn, until a filter shows, and the time between frames while scrolled. */
@Tag("bench")
class GpuListBench {
    private static final int MANY = 256;
    private static final int ROUNDS = 5;
    private static final int STEPS = 300;

    @TempDir
    private Path folder;

    private static double drawn(ShownGpus page, HostScan host) {
        long begun = System.nanoTime();
        page.reads(host);
        FxThread.run(() -> page.window().root().layout());
        return (System.nanoTime() - begun) / 1e6;
    }

    private static double best(ShownGpus page, int gpus) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            HostScan host = ShownGpus.host(gpus, "{kind:'system.kernel',release:'" + round + "'}");
            page.reads(ShownGpus.host(1));
            best = Math.min(best, drawn(page, host));
        }
        return best;
    }

    /** Something that moves beside the list: frames are made without it too. */
    private static RotateTransition turning(ShownGpus page) {
        RotateTransition turning = new RotateTransition(Duration.seconds(2), page.window().root().lookup("#gpu-count"));
        turning.setByAngle(0.5);
        turning.setAutoReverse(true);
        turning.setCycleCount(Animation.INDEFINITE);
        turning.play();
        return turning;
    }

    @Test
    void manyAreDrawnFilteredAndScrolledWithoutAStall() throws Exception {
        try (ShownGpus page = new ShownGpus(ShownGpus.host(MANY), new Preferences("en", Theme.LIGHT), folder)) {
            TableView<GpuRow> table = page.table();
            double few = best(page, 8);
            double many = best(page, MANY);
            TextField filter = (TextField) page.window().await("#gpu-filter");
            double longest = 0;
            for (String typed : new String[]{"l", "l2", "l20", "group 1", "group 12", "numa 3", "0001:", "python",
                ""}) {
                long begun = System.nanoTime();
                FxThread.run(() -> {
                    filter.setText(typed);
                    page.window().root().layout();
                });
                longest = Math.max(longest, (System.nanoTime() - begun) / 1e6);
            }
            FrameGaps gaps = new FrameGaps();
            RotateTransition turning = FxThread.get(() -> turning(page));
            gaps.start();
            Thread.sleep(STEPS * 10L);
            FrameGaps.Figures still = gaps.stop();
            gaps.start();
            for (int step = 0; step < STEPS; step++) {
                int to = step * 7 % MANY;
                FxThread.run(() -> table.scrollTo(to));
                Thread.sleep(10);
            }
            FrameGaps.Figures scrolled = gaps.stop();
            System.out.printf("drawn: %.0f ms for %d, %.0f ms for 8; filter at most %.1f ms; scrolled: %s%n", many,
                    MANY,
                    few, longest, scrolled);
            assertThat(scrolled.p99()).isLessThanOrEqualTo(60);
            assertThat(longest).isLessThan(100);
        }
    }
}
