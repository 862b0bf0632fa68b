package org.katagpu.ui.page.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import javafx.animation.Animation;
import javafx.animation.RotateTransition;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.host.HostScan;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.log.FrameGaps;
import org.katagpu.ui.theme.Theme;
import org.katagpu.ui.tour.Canvas;

/**
 * 256 GPUs against 8: time until they are drawn, until a filter shows, and the time between frames while scrolled,
 * beside a list of bare texts.
 */
@Tag("bench")
class GpuListBench {
    private static final int MANY = 256;
    private static final int ROUNDS = 5;
    private static final int STEPS = 300;
    private static final int COLUMNS = 8;

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
    private static RotateTransition turning(Node beside) {
        RotateTransition turning = new RotateTransition(Duration.seconds(2), beside);
        turning.setByAngle(0.5);
        turning.setAutoReverse(true);
        turning.setCycleCount(Animation.INDEFINITE);
        turning.play();
        return turning;
    }

    /** The same number of rows and columns in a list that has nothing but texts, in a window of its own. */
    private static FrameGaps.Figures bare() throws InterruptedException {
        TableView<Integer> table = new TableView<>();
        Label turned = new Label("256 GPUs");
        Stage stage = FxThread.get(() -> {
            for (int column = 0; column < COLUMNS; column++) {
                int of = column;
                TableColumn<Integer, String> text = new TableColumn<>("Column " + column);
                text.setCellValueFactory(row -> new ReadOnlyStringWrapper("Row " + row.getValue() + "." + of));
                table.getColumns().add(text);
            }
            table.setFixedCellSize(25);
            IntStream.range(0, MANY).forEach(table.getItems()::add);
            VBox.setVgrow(table, Priority.NEVER);
            table.setPrefHeight(286);
            Stage shown = new Stage();
            shown.setScene(new Canvas(new VBox(turned, table)).scene());
            shown.show();
            return shown;
        });
        try {
            return scrolled(table, FxThread.get(() -> turning(turned)));
        } finally {
            FxThread.run(stage::close);
        }
    }

    private static FrameGaps.Figures scrolled(TableView<?> table, Animation turning) throws InterruptedException {
        FrameGaps gaps = new FrameGaps();
        gaps.start();
        for (int step = 0; step < STEPS; step++) {
            int to = step * 7 % MANY;
            FxThread.run(() -> table.scrollTo(to));
            Thread.sleep(10);
        }
        FxThread.run(turning::stop);
        return gaps.stop();
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
            FrameGaps.Figures scrolled = scrolled(table,
                    FxThread.get(() -> turning(page.window().root().lookup("#gpu-count"))));
            FrameGaps.Figures bare = bare();
            System.out.printf("drawn: %.0f ms for %d, %.0f ms for 8; filter at most %.1f ms; scrolled: %s; bare: %s%n",
                    many, MANY, few, longest, scrolled, bare);
            assertThat(scrolled.p99()).isLessThanOrEqualTo(60);
            assertThat(longest).isLessThan(100);
        }
    }
}
