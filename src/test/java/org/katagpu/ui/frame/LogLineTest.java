package org.katagpu.ui.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.scene.Parent;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Text;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.log.LogModel;
import org.katagpu.ui.log.LogPane;
import org.katagpu.ui.log.LogStatus;
import org.katagpu.ui.theme.Theme;

/** The log is one line until it is wanted. */
class LogLineTest {
    private static final double ONE_LINE = 40;

    @TempDir
    private Path folder;
    private TestWindow window;

    @BeforeEach
    void open() {
        Map<PageId, PageFactory> pages = new EnumMap<>(PageId.class);
        pages.put(PageId.CONNECT, words -> new Page() {
            private final Parent view = new VBox();

            @Override
            public Parent view() {
                return view;
            }
        });
        window = TestWindow.open(FxThread.get(Wizard::new), pages, new Preferences("en", Theme.LIGHT), folder);
        window.await(".log-pane");
    }

    @AfterEach
    void close() {
        window.close();
    }

    private double height() {
        return FxThread.get(() -> {
            window.root().layout();
            return ((LogPane) window.root().lookup(".log-pane")).getHeight();
        });
    }

    private double whole() {
        return FxThread.get(() -> window.root().lookup(".page-and-log").getLayoutBounds().getHeight());
    }

    private Preferences kept() {
        return new PreferencesStore(folder).load(Locale.ENGLISH);
    }

    private LogModel run() throws Exception {
        LogModel log = window.logs().open(Text.of("gpu.run.apply"));
        log.step(1, 2, Text.of("log.title"));
        FxThread.await("it is shown",
                () -> window.root().lookupAll(".log-step").stream().anyMatch(step -> step.isVisible()));
        return log;
    }

    @Test
    void aRunThatGoesWellStaysOneLine() throws Exception {
        LogModel log = run();
        assertThat(height()).isLessThan(ONE_LINE);
        log.end(LogStatus.State.SUCCEEDED);
        FxThread.await("its end is told", () -> window.root().lookup(".log-mark-succeeded") != null);
        assertThat(height()).isLessThan(ONE_LINE);
    }

    @Test
    void aFailureOpensItWithinItsShareAndThatIsNotRemembered() throws Exception {
        LogModel failing = run();
        LogModel other = window.logs().open(Text.of("network.run.apply"));
        failing.end(LogStatus.State.FAILED);
        FxThread.await("it opened", () -> !((LogPane) window.root().lookup(".log-pane")).foldedProperty().get());
        FxThread.await("the one that failed is shown", () -> window.root().lookup(".log-mark-failed") != null);
        assertThat(height()).isGreaterThan(ONE_LINE);
        assertThat(height()).isLessThanOrEqualTo(whole() * 0.4 + 1);
        assertThat(kept().logOpen()).isFalse();
        other.end(LogStatus.State.SUCCEEDED);
    }

    @Test
    void whatTheAdminChoosesIsRemembered() {
        FxThread.run(() -> ((LogPane) window.root().lookup(".log-pane")).fold());
        assertThat(kept().logOpen()).isTrue();
        FxThread.run(() -> ((LogPane) window.root().lookup(".log-pane")).fold());
        assertThat(kept().logOpen()).isFalse();
    }
}
