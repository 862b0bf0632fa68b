package org.katagpu.ui.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javafx.scene.paint.Color;

/** The colours of one theme, all text readable on every ground a row can have. */
final class LogTheme {
    /** What {@link ThemeProbe} reads from the theme, in the order of its style sheet. */
    enum Look {
        GROUND, HEADING_GROUND, SELECTED_GROUND, TEXT, MUTED, WARN, ERROR, MARK
    }

    /** Shown until the theme is known, and where there is none. */
    static final LogTheme INITIAL = new LogTheme(List.of(Color.WHITE, Color.web("#f6f8fa"), Color.web("#eaeef2"),
            Color.web("#24292f"), Color.web("#57606a"), Color.web("#9a6700"), Color.web("#cf222e"),
            Color.web("#f3deac")));

    private final List<Color> looks;
    private final List<Integer> grounds;
    private final AnsiPalette palette;
    private final Map<Sgr, Color> paints = new HashMap<>();

    LogTheme(List<Color> looks) {
        this.looks = looks;
        int ground = rgb(looks.getFirst());
        grounds = List.of(ground, over(ground, Look.HEADING_GROUND), over(ground, Look.SELECTED_GROUND));
        palette = new AnsiPalette(grounds, rgb(look(Look.TEXT)));
    }

    /** Grounds and marks as the theme has them, maybe see-through. */
    Color look(Look look) {
        return looks.get(look.ordinal());
    }

    Color text() {
        return colour(palette.text());
    }

    Color muted() {
        return readable(Look.MUTED);
    }

    Color of(LogLevel level) {
        return switch (level) {
            case DEBUG -> muted();
            case PLAIN -> text();
            case WARN -> readable(Look.WARN);
            case ERROR -> readable(Look.ERROR);
        };
    }

    Color of(Sgr style) {
        return paints.computeIfAbsent(style, wanted -> colour(palette.colour(wanted)));
    }

    private Color readable(Look look) {
        return colour(Contrast.readable(rgb(look(look)), grounds));
    }

    private int over(int ground, Look look) {
        Color above = look(look);
        return Contrast.mix(ground, rgb(above), above.getOpacity());
    }

    private static int rgb(Color colour) {
        return (int) Math.round(colour.getRed() * 255) << 16 | (int) Math.round(colour.getGreen() * 255) << 8
                | (int) Math.round(colour.getBlue() * 255);
    }

    private static Color colour(int rgb) {
        return Color.rgb(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
    }
}
