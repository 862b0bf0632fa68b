package org.katagpu.ui.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.geometry.Bounds;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.message.Text;
import org.katagpu.remote.LocalHost;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.Keys;
import org.katagpu.ui.Keys.Held;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.theme.Theme;
import org.katagpu.ui.tour.ClippedText;
import org.katagpu.ui.tour.PngFile;

/** What stands around the pages: menu, text size, title, what is kept, and what is asked before something is lost. */
class FrameTest {
    @TempDir
    private Path folder;
    private final Wizard wizard = FxThread.get(Wizard::new);
    private TestWindow window;

    private void open(Preferences preferences) {
        Map<PageId, PageFactory> pages = new EnumMap<>(PageId.class);
        List.of(PageId.values()).forEach(id -> pages.put(id, words -> {
            TextArea area = new TextArea();
            area.setId("area-" + id.fileName());
            Parent view = new VBox(new Label(words.get(id.titleKey())), area);
            return () -> view;
        }));
        window = TestWindow.open(wizard, pages, preferences, folder);
    }

    @AfterEach
    void close() {
        FxThread.run(() -> List.copyOf(Window.getWindows()).stream().filter(Stage.class::isInstance)
                .filter(one -> one != window.root().getScene().getWindow()).forEach(Window::hide));
        window.close();
    }

    private Stage opened(String item) {
        return FxThread.get(() -> {
            List<Window> before = List.copyOf(Window.getWindows());
            MenuItem entry = ((MenuButton) window.root().lookup("#window-menu")).getItems().stream()
                    .filter(one -> item.equals(one.getId())).findFirst().orElseThrow();
            entry.fire();
            return (Stage) Window.getWindows().stream().filter(one -> !before.contains(one)).findFirst().orElseThrow();
        });
    }

    @ParameterizedTest
    @CsvSource({"en, LIGHT", "zh, DARK"})
    void everyWindowOfTheMenuOpensIsReadableAndClosesWithEsc(String language, Theme theme) {
        open(new Preferences(language, theme));
        for (String item : List.of("menu-settings", "menu-shortcuts", "menu-help", "menu-report", "menu-about")) {
            Stage side = opened(item);
            FxThread.run(() -> {
                side.getScene().getRoot().applyCss();
                side.getScene().getRoot().layout();
            });
            assertThat(FxThread.get(() -> ClippedText.below(side.getScene().getRoot()))).as(item).isEmpty();
            FxThread.run(() -> picture(side, "side-" + item + "-" + language));
            new Keys(side.getScene()).press(KeyCode.ESCAPE);
            assertThat(FxThread.get(side::isShowing)).as(item).isFalse();
        }
    }

    private static void picture(Stage side, String name) {
        try {
            Files.createDirectories(Path.of("target", "looks"));
            PngFile.write(side.getScene().snapshot(null),
                    Path.of("target", "looks", name + ".png"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theKeyboardOpensStepsGoesBackAndOnAndLeavesTextAreas() {
        open(new Preferences("en", Theme.LIGHT));
        FxThread.run(
                () -> wizard.connected(new Session(new LocalHost(folder), false, null), org.katagpu.setup.Plan.EMPTY));
        Keys keys = new Keys(FxThread.get(() -> window.root().getScene()));
        keys.press(KeyCode.DIGIT9, Held.CONTROL);
        assertThat(front()).isEqualTo(PageId.REVIEW);
        keys.press(KeyCode.DIGIT0, Held.CONTROL);
        assertThat(front()).isEqualTo(PageId.CHAT);
        keys.press(KeyCode.LEFT, Held.ALT);
        assertThat(front()).isEqualTo(PageId.REVIEW);
        keys.press(KeyCode.DIGIT3, Held.CONTROL);
        keys.press(KeyCode.RIGHT, Held.ALT);
        assertThat(front()).isEqualTo(PageId.GUEST_IMAGE);
        keys.tabTo("area-guest-image");
        keys.press(KeyCode.TAB);
        assertThat(window.text("#area-guest-image")).isEmpty();
        String at = FxThread.get(() -> String.valueOf(window.root().getScene().getFocusOwner().getId()));
        assertThat(at).isNotEqualTo("area-guest-image");
        assertThat(FxThread.get(() -> window.root().lookup("#focus-ring").isVisible())).as("a ring shows where")
                .isTrue();
    }

    private PageId front() {
        return FxThread.get(() -> wizard.pageProperty().get());
    }

    @Test
    void textSizeGrowsShrinksAndIsKept() {
        open(new Preferences("en", Theme.LIGHT));
        Keys keys = new Keys(FxThread.get(() -> window.root().getScene()));
        keys.press(KeyCode.PLUS, Held.CONTROL);
        keys.press(KeyCode.PLUS, Held.CONTROL);
        keys.press(KeyCode.MINUS, Held.CONTROL);
        double size = FxThread.get(() -> {
            window.root().applyCss();
            return ((Label) window.root().lookup("#header-host")).getFont().getSize();
        });
        assertThat(size).isEqualTo(13 * 1.1, org.assertj.core.data.Offset.offset(0.01));
        assertThat(kept().textSize()).isEqualTo(new TextSize(110));
    }

    private Preferences kept() {
        return new PreferencesStore(folder).load(Locale.ENGLISH);
    }

    /** What the frame leaves to the page while the log is one line. */
    @ParameterizedTest
    @CsvSource({"1280, 800, 1070, 660", "1024, 700, 814, 560", "960, 600, 750, 460"})
    void thePageGetsItsRoom(double width, double height, double pageWidth, double pageHeight) {
        open(new Preferences("en", Theme.LIGHT));
        window.await(".log-pane");
        FxThread.run(() -> {
            window.root().resize(width, height);
            window.root().applyCss();
            window.root().layout();
            window.root().layout();
        });
        Bounds page = FxThread.get(() -> window.root().lookup(".page-area").getLayoutBounds());
        assertThat(page.getWidth()).isGreaterThanOrEqualTo(pageWidth);
        assertThat(page.getHeight()).isGreaterThanOrEqualTo(pageHeight);
    }

    @Test
    void whereTheWindowStoodIsKeptAndTakenOnlyWhereItCanBeSeen() {
        open(new Preferences("en", Theme.LIGHT));
        WindowPlace place = new WindowPlace(10, 20, 1280, 800, false);
        new PreferencesStore(folder).save(new Preferences("en", Theme.LIGHT).withPlace(place));
        assertThat(kept().place()).isEqualTo(place);
        assertThat(place.isSeenOn(0, 0, 1920, 1080)).isTrue();
        assertThat(place.isSeenOn(1920, 0, 3840, 1080)).isFalse();
        assertThat(new WindowPlace(0, 0, 10, 10, false).isSeenOn(0, 0, 1920, 1080)).isFalse();
    }

    @Test
    void closingAsksOnceWhatWouldBeLost() {
        open(new Preferences("en", Theme.LIGHT));
        List<Text> losses = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        Closing closing = new Closing(wizard, () -> losses, () -> closed.add("closed"));
        assertThat(FxThread.get(closing::mayClose)).isTrue();
        losses.add(Text.of("frame.closing.running"));
        losses.add(Text.of("frame.closing.kata"));
        assertThat(FxThread.get(closing::mayClose)).isFalse();
        window.await("#note-closing");
        assertThat(window.words()).anyMatch(said -> said.contains("reopen the wizard") && said.contains("not saved"));
        window.press("#closing-stay");
        assertThat(closed).isEmpty();
        assertThat(FxThread.get(closing::mayClose)).as("asked anew").isFalse();
        assertThat(FxThread.get(closing::mayClose)).as("asked twice is a yes").isTrue();
        window.press("#closing-close");
        assertThat(closed).containsExactly("closed");
    }
}
