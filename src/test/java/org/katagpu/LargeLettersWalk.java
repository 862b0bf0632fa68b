package org.katagpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.Keys;
import org.katagpu.ui.Keys.Held;
import org.katagpu.ui.Sideways;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.tour.Canvas;
import org.katagpu.ui.tour.ClippedText;
import org.katagpu.ui.tour.Tour;

/** Goes through every page in the smallest usual window with letters half as large again, in both languages. */
final class LargeLettersWalk {
    private static final double WIDTH = 1024;
    private static final double HEIGHT = 700;
    private static final int STEPS = 5;

    private final Wiring wiring;
    private final Tour tour;
    private final Canvas canvas;
    private final Keys keys;

    LargeLettersWalk(Wiring wiring, Tour tour, Canvas canvas) {
        this.wiring = wiring;
        this.tour = tour;
        this.canvas = canvas;
        this.keys = new Keys(canvas.scene());
    }

    /** @return what is cut, or would have to be scrolled sideways for */
    List<String> all(String state) throws InterruptedException {
        PageId before = FxThread.get(() -> wiring.wizard().pageProperty().get());
        List<String> found = new ArrayList<>();
        letters(KeyCode.PLUS, WIDTH, HEIGHT);
        for (String language : List.of("en", "zh")) {
            for (PageId page : PageId.values()) {
                FxThread.run(() -> wiring.wizard().open(page));
                look(state + "-" + page.fileName() + "-" + language, found);
            }
            tour.press("switch-language");
        }
        letters(KeyCode.MINUS, Canvas.WIDTH, Canvas.HEIGHT);
        FxThread.run(() -> wiring.wizard().open(before));
        return found;
    }

    private void letters(KeyCode key, double width, double height) {
        for (int step = 0; step < STEPS; step++) {
            keys.press(key, Held.CONTROL);
        }
        FxThread.run(() -> ((Region) wiring.window().root()).resize(width, height));
    }

    private void look(String name, List<String> found) throws InterruptedException {
        for (int frame = 0; frame < 2; frame++) {
            FxThread.run(() -> wiring.window().root().layout());
            Thread.sleep(40);
        }
        FxThread.run(() -> {
            try {
                Path folder = Path.of("target", "looks", "large");
                Files.createDirectories(folder);
                canvas.picture(folder.resolve(name + ".png"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Sideways.below(wiring.window().root()).forEach(one -> found.add(name + ": " + one));
            ClippedText.below(wiring.window().root()).forEach(one -> found.add(name + ": cut: " + one));
        });
    }
}
