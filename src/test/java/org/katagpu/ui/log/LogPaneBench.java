package org.katagpu.ui.log;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.RotateTransition;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Messages;
import org.katagpu.message.Text;
import org.katagpu.ui.FxThread;

/**
 * Frame gaps of the log pane under load, beside an empty animated window and a plain list fed line by line, and what
 * five million lines leave on the heap. {@code -Dlog.bench.seconds} shortens the runs.
 */
@Tag("bench")
class LogPaneBench {
    private static final int SECONDS = Integer.getInteger("log.bench.seconds", 30);
    private static final int RATE = 20_000;
    private static final long MANY = 5_000_000;
    private static final String FILLER = " vfio-pci 0000:3b:00.0: enabling device, waiting for the reset to complete, attempt ok 0123456789";

    @TempDir
    private Path folder;
    private Stage stage;
    private LogBook book;
    private LogModel log;
    private LogPane pane;
    private long written;

    @BeforeEach
    void open() throws IOException {
        book = new LogBook(folder, Clock.systemUTC());
        log = book.open(Text.of("Bench"));
        log.step(1, 1, Text.of("Printing"));
        FxThread.run(() -> {
            Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
            stage = new Stage();
            pane = new LogPane(book, new Messages(Messages.LOCALES.getFirst()), new QuietActions(null));
        });
    }

    @AfterEach
    void close() throws IOException {
        FxThread.run(() -> {
            pane.close();
            stage.close();
        });
        book.close();
    }

    @Test
    void staysSmoothAtTwentyThousandLinesASecond() {
        System.out.printf("%-44s %8s %8s %8s %8s %12s%n", "ms between frames", "frames", "median", "p99", "longest",
                "lines");
        RotateTransition turning = FxThread.get(LogPaneBench::turning);
        show(new StackPane(turning.getNode()));
        FrameGaps.Figures empty = measured("empty animated window", RATE, line -> {});
        show(FxThread.get(() -> new StackPane(pane)));
        measured("log pane, first seconds (warm-up)", RATE, log::line);
        FrameGaps.Figures plain = measured("log pane, " + RATE + " lines/s", RATE, log::line);
        FrameGaps.Figures coloured = measured("log pane, coloured, every 10th a redraw", RATE, this::coloured);
        FxThread.run(() -> list().pause());
        FrameGaps.Figures paused = measured("log pane, reader looks at older lines", RATE, log::line);
        FxThread.run(() -> list().selection().range(0, Long.MAX_VALUE));
        FrameGaps.Figures selected = measured("log pane, all rows selected", RATE, log::line);
        FxThread.run(() -> {
            list().selection().clear();
            view().openSearch();
            view().search(new SearchTerm("attempt"));
        });
        FrameGaps.Figures searching = measured("log pane, every line a search hit", RATE, log::line);
        ListView<String> naive = FxThread.get(() -> new ListView<>());
        show(naive);
        measured("baseline: plain ListView, runLater a line", RATE / 10,
                line -> Platform.runLater(() -> {
                    naive.getItems().add(line);
                    naive.scrollTo(naive.getItems().size() - 1);
                }));
        FxThread.run(turning::stop);
        for (FrameGaps.Figures figures : new FrameGaps.Figures[]{plain, coloured, paused, selected, searching}) {
            assertThat(figures.p99()).isLessThanOrEqualTo(Math.max(60, 3 * empty.p99()));
            assertThat(figures.longest()).isLessThanOrEqualTo(Math.max(150, 3 * empty.longest()));
        }
    }

    @Test
    void fiveMillionLinesLeaveLittleOnTheHeap() {
        show(FxThread.get(() -> new StackPane(pane)));
        long before = heap();
        FrameGaps gaps = new FrameGaps();
        gaps.start();
        long began = System.nanoTime();
        while (written < MANY) {
            log.line(written++ + FILLER);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        FxThread.await("the newest line is shown", () -> !list().rows().isEmpty()
                && list().rows().getLast().number() == log.total() - 1);
        FrameGaps.Figures figures = gaps.stop();
        long grown = heap() - before;
        System.out.printf(
                "%,d lines as fast as they come: %.1f s, %,.0f lines/s; frames: p99 %.0f ms, longest %.0f ms; "
                        + "heap +%.1f MB%n",
                MANY, seconds, MANY / seconds, figures.p99(), figures.longest(), grown / 1e6);
        assertThat(grown).isLessThanOrEqualTo(50_000_000);
    }

    private FrameGaps.Figures measured(String what, int rate, Consumer<String> sink) {
        FrameGaps gaps = new FrameGaps();
        gaps.start();
        long began = System.nanoTime();
        long lines = 0;
        int seconds = what.contains("warm-up") || what.startsWith("base") ? Math.min(SECONDS, 5) : SECONDS;
        while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(seconds)) {
            long due = (System.nanoTime() - began) * rate / 1_000_000_000;
            for (; lines < due; lines++) {
                sink.accept(written++ + FILLER);
            }
            LockSupport.parkNanos(1_000_000);
        }
        FrameGaps.Figures figures = gaps.stop();
        System.out.printf("%-44s %8d %8.1f %8.1f %8.1f %,12d%n", what, figures.frames(), figures.median(),
                figures.p99(), figures.longest(), lines);
        return figures;
    }

    private void coloured(String line) {
        if (written % 10 == 0) {
            log.redraw("progress " + line);
        } else {
            log.line("\u001b[3" + written % 8 + "mcoloured\u001b[0m \u001b[1m" + line + "\u001b[0m");
        }
    }

    private void show(Parent root) {
        FxThread.run(() -> {
            stage.setScene(new Scene(root, 960, 420));
            stage.show();
        });
    }

    private RowsView list() {
        return (RowsView) pane.lookup(".log-rows");
    }

    private LogView view() {
        return (LogView) list().getParent().getParent();
    }

    private static RotateTransition turning() {
        RotateTransition turning = new RotateTransition(Duration.seconds(2), new Rectangle(60, 60));
        turning.setByAngle(360);
        turning.setCycleCount(Animation.INDEFINITE);
        turning.play();
        return turning;
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            FxThread.run(() -> {});
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
