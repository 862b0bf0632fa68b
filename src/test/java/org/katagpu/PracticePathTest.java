package org.katagpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.tour.Canvas;
import org.slf4j.LoggerFactory;

/** The whole path an admin walks, through the real window, on the practice host. */
class PracticePathTest {
    @TempDir
    private Path folder;

    @Test
    @Timeout(240)
    void everyPageCanBeWalkedAndEveryWordCanBeRead() throws Exception {
        LoggerFactory.getLogger(PracticePathTest.class).debug("pictures in {}", folder);
        Wiring wiring = FxThread.get(() -> new Wiring(LocalEnvironment.temporary(), Locale.ENGLISH));
        List<String> said = new CopyOnWriteArrayList<>();
        Stage stage = FxThread.get(Stage::new);
        try {
            Canvas canvas = FxThread.get(() -> {
                Canvas made = new Canvas(wiring.window().root());
                stage.setScene(made.scene());
                stage.show();
                return made;
            });
            new PracticeTour(wiring, canvas, folder, said::add).walk();
        } finally {
            FxThread.run(() -> {
                stage.close();
                wiring.close();
            });
        }
        assertThat(said).noneMatch(line -> line.startsWith("cut short"));
        try (Stream<Path> pictures = Files.list(folder)) {
            assertThat(pictures).hasSizeGreaterThanOrEqualTo(8).allSatisfy(
                    picture -> assertThat(Files.size(picture)).as(picture.toString()).isGreaterThan(10_000));
        }
    }
}
