package org.katagpu.ui.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import javafx.scene.layout.Background;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/** An unseen node whose layered background resolves the theme's looked-up colours, so that code can compute with them. */
final class ThemeProbe extends Region {
    ThemeProbe(Consumer<LogTheme> found) {
        getStyleClass().add("log-theme-probe");
        setManaged(false);
        setMouseTransparent(true);
        backgroundProperty().subscribe(background -> read(background, found));
    }

    private static void read(@Nullable Background background, Consumer<LogTheme> found) {
        if (background == null || background.getFills().size() != LogTheme.Look.values().length) {
            return;
        }
        List<Color> colours = new ArrayList<>();
        for (BackgroundFill fill : background.getFills()) {
            colours.add((Color) fill.getFill());
        }
        found.accept(new LogTheme(colours));
    }
}
