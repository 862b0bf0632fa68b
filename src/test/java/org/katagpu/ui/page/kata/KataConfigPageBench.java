package org.katagpu.ui.page.kata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import javafx.animation.AnimationTimer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.remote.LocalHost;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.page.kata.model.ConfigState;
import org.slf4j.LoggerFactory;

/** How long the page takes from the file's bytes to a drawn page, and whether a huge file holds the window up. */
@Tag("bench")
class KataConfigPageBench {
    private static final int KEYS = 1_000;
    private static final int ROUNDS = 5;
    @TempDir
    private Path folder;

    @Test
    void aThousandKeysAreDrawnAlmostAsFastAsThree() {
        long few = best(3);
        long many = best(KEYS);
        LoggerFactory.getLogger(getClass()).info("from bytes to a drawn page: {} ms, with 3 keys {} ms", many, few);
        assertThat(many).isLessThan(2 * few + 100);
    }

    private long best(int keys) {
        StringBuilder file = new StringBuilder("[hypervisor.qemu]\ndefault_memory = 2048\n");
        for (int i = 0; i < keys; i++) {
            file.append("# What key ").append(i).append(" does.\nkey_").append(i).append(" = ").append(i).append('\n');
        }
        long best = Long.MAX_VALUE;
        try (ShownPage page = new ShownPage(file.toString().getBytes(StandardCharsets.UTF_8), new LocalHost(folder),
                Preferences.of(Locale.ENGLISH), folder)) {
            TestWindow window = page.open("#apply-all");
            for (int i = 0; i < ROUNDS; i++) {
                best = Math.min(best, reload(page, window));
            }
        }
        return best;
    }

    private static long reload(ShownPage page, TestWindow window) {
        long start = System.nanoTime();
        FxThread.run(() -> page.model().load());
        FxThread.await("read again", () -> page.model().stateProperty().get() instanceof ConfigState.Editing);
        FxThread.run(() -> {
            window.root().applyCss();
            window.root().layout();
        });
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Test
    void tenMegabytesDoNotHoldTheWindowUp() {
        byte[] file = "key = \"value\"\n".repeat(750_000).getBytes(StandardCharsets.UTF_8);
        AtomicLong longest = new AtomicLong();
        try (ShownPage page = new ShownPage(file, new LocalHost(folder), Preferences.of(Locale.ENGLISH), folder)) {
            page.open(".problem");
            long[] last = {0};
            AnimationTimer frames = new AnimationTimer() {
                @Override
                public void handle(long now) {
                    long before = last[0];
                    last[0] = System.nanoTime();
                    if (before > 0) {
                        longest.accumulateAndGet(last[0] - before, Math::max);
                    }
                }
            };
            FxThread.run(() -> {
                frames.start();
                page.model().load();
            });
            FxThread.await("told", () -> page.model().stateProperty().get() instanceof ConfigState.Failed);
            FxThread.run(frames::stop);
        }
        LoggerFactory.getLogger(getClass()).info("longest gap between frames: {} ms", longest.get() / 1_000_000);
        assertThat(longest.get()).isLessThan(300_000_000);
    }
}
