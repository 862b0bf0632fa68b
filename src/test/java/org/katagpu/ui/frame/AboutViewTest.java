package org.katagpu.ui.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextArea;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.message.Messages;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.theme.Theme;
import org.katagpu.ui.tour.Canvas;

/** About says which version this is, under which licence, and what others made of it. */
class AboutViewTest {
    private static final About BUILT = new About(Optional.of("1.2.3"),
            Optional.of("org.example:part 4.5: MIT (A part, https://part.example)\n"), Optional.of("Apache License\n"));

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void toldInBothLanguages(String language) throws IOException {
        Locale locale = language.equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
        Path pictures = Files.createDirectories(Path.of("target/about"));
        String told = FxThread.get(() -> {
            (language.equals("zh") ? Theme.DARK : Theme.LIGHT).apply();
            AboutView view = new AboutView(BUILT, new Messages(locale));
            view.getStylesheets().add(Theme.stylesheet());
            Canvas canvas = new Canvas(view);
            Stage stage = new Stage();
            stage.setScene(canvas.scene());
            stage.show();
            canvas.picture(pictures.resolve(language + ".png"));
            String text = textOf(view);
            stage.close();
            Theme.LIGHT.apply();
            return text;
        });
        assertThat(told).contains("1.2.3").contains("Apache License 2.0").contains("org.example:part 4.5: MIT")
                .contains(System.getProperty("java.version"));
    }

    @Test
    void aRunFromSourcesSaysWhatIsNotThere() {
        About none = new About(Optional.empty(), Optional.empty(), Optional.empty());
        String told = FxThread.get(() -> textOf(new AboutView(none, new Messages(Locale.ENGLISH))));
        assertThat(told).contains("run from its sources").contains("this run is without it");
    }

    private static String textOf(AboutView view) {
        view.applyCss();
        String labels = view.lookupAll(".label").stream().filter(Label.class::isInstance)
                .map(node -> ((Label) node).getText()).collect(Collectors.joining("\n"));
        TabPane tabs = (TabPane) view.getChildren().getLast();
        return labels + tabs.getTabs().stream().map(tab -> ((TextArea) tab.getContent()).getText())
                .collect(Collectors.joining("\n", "\n", ""));
    }
}
