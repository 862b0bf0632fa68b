package org.katagpu.ui.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.ArrayList;
import java.util.List;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.ui.FxThread;

/** Whatever colour a tool chooses, its text can be read on every ground a row can have, in both themes. */
class ReadableColoursTest {
    @Test
    void contrastIsThatOfWcag() {
        assertThat(Contrast.ratio(0x000000, 0xffffff)).isCloseTo(21, within(0.01));
        assertThat(Contrast.ratio(0x767676, 0xffffff)).isCloseTo(4.54, within(0.01));
        assertThat(Contrast.ratio(0x336699, 0x336699)).isCloseTo(1, within(0.001));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xffffff, 0xf6f8fa, 0x0d1117, 0x000000, 0x777777, 0x2050a0})
    void everyColourOnAnyGround(int ground) {
        AnsiPalette palette = new AnsiPalette(List.of(ground), 0x24292f);
        for (Sgr style : styles()) {
            assertThat(Contrast.ratio(palette.colour(style), ground)).as(style.toString())
                    .isGreaterThanOrEqualTo(Contrast.READABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyColourOnTheThemesOwnGrounds(boolean dark) {
        LogTheme theme = theme(dark);
        List<Color> shown = new ArrayList<>(List.of(theme.text(), theme.muted()));
        styles().forEach(style -> shown.add(theme.of(style)));
        for (LogLevel level : LogLevel.values()) {
            shown.add(theme.of(level));
        }
        for (LogTheme.Look ground : List.of(LogTheme.Look.GROUND, LogTheme.Look.HEADING_GROUND,
                LogTheme.Look.SELECTED_GROUND)) {
            int rgb = over(theme, ground);
            assertThat(shown)
                    .allSatisfy(colour -> assertThat(Contrast.ratio(rgb(colour), rgb)).as(ground + " " + colour)
                            .isGreaterThanOrEqualTo(Contrast.READABLE));
        }
        assertThat(Contrast.ratio(rgb(theme.text()), over(theme, LogTheme.Look.MARK)))
                .isGreaterThanOrEqualTo(Contrast.READABLE);
    }

    @Test
    void lightAndDarkAreReadFromTheTheme() {
        assertThat(theme(false).look(LogTheme.Look.GROUND).getBrightness()).isGreaterThan(0.9);
        assertThat(theme(true).look(LogTheme.Look.GROUND).getBrightness()).isLessThan(0.2);
        assertThat(theme(true).text()).isNotEqualTo(theme(false).text());
    }

    private static LogTheme theme(boolean dark) {
        return FxThread.get(() -> {
            Application.setUserAgentStylesheet(
                    dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
            LogTheme[] found = {LogTheme.INITIAL};
            StackPane root = new StackPane(new ThemeProbe(theme -> found[0] = theme));
            root.getStylesheets().add(LogPane.class.getResource("log.css").toExternalForm());
            new Scene(root);
            root.applyCss();
            return found[0];
        });
    }

    private static int over(LogTheme theme, LogTheme.Look ground) {
        Color above = theme.look(ground);
        return Contrast.mix(rgb(theme.look(LogTheme.Look.GROUND)), rgb(above), above.getOpacity());
    }

    private static List<Sgr> styles() {
        List<Sgr> styles = new ArrayList<>();
        for (int colour = Sgr.DEFAULT; colour < 256; colour++) {
            styles.add(Sgr.NONE.withColour(colour));
            styles.add(Sgr.NONE.withColour(colour).withFaint(true));
        }
        for (int rgb = 0; rgb <= 0xffffff; rgb += 0x050b0d) {
            styles.add(Sgr.NONE.withColour(Sgr.RGB | rgb));
        }
        return styles;
    }

    private static int rgb(Color colour) {
        return (int) Math.round(colour.getRed() * 255) << 16 | (int) Math.round(colour.getGreen() * 255) << 8
                | (int) Math.round(colour.getBlue() * 255);
    }
}
