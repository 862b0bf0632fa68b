package org.katagpu.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.ui.frame.MainWindow;
import org.katagpu.ui.frame.PageFactory;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.PreferencesStore;
import org.katagpu.ui.frame.WindowServices;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogActions;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.log.LogModel;
import org.katagpu.ui.tour.Canvas;
import org.katagpu.ui.tour.ClippedText;

/** The real window around some pages, worked from outside the JavaFX thread. */
public final class TestWindow implements AutoCloseable {
    private final LogBook logs;
    private final MainWindow window;
    private final Canvas canvas;
    private final Stage stage;

    private record Opened(MainWindow window, Canvas canvas, Stage stage) {}

    private TestWindow(LogBook logs, Opened opened) {
        this.logs = logs;
        this.window = opened.window();
        this.canvas = opened.canvas();
        this.stage = opened.stage();
    }

    /** @param folder for preferences and spooled logs */
    public static TestWindow open(Wizard wizard, Map<PageId, PageFactory> pages, Preferences preferences, Path folder) {
        LogBook logs = new LogBook(folder, Clock.systemUTC());
        return new TestWindow(logs, FxThread.get(() -> {
            MainWindow window = new MainWindow(wizard, pages, preferences, new PreferencesStore(folder), logs,
                    new NoActions(), new NoServices());
            Canvas canvas = new Canvas(window.root());
            Stage stage = new Stage();
            stage.setScene(canvas.scene());
            stage.show();
            return new Opened(window, canvas, stage);
        }));
    }

    public Parent root() {
        return window.root();
    }

    public LogBook logs() {
        return logs;
    }

    /** Waits for a node and gives it. */
    public Node await(String selector) {
        FxThread.await(selector, () -> root().lookup(selector) != null);
        return FxThread.get(() -> root().lookup(selector));
    }

    /** Presses a button once it can be pressed. */
    public void press(String selector) {
        FxThread.await(selector + " can be pressed",
                () -> root().lookup(selector) instanceof ButtonBase button && !button.isDisabled());
        FxThread.run(() -> ((ButtonBase) root().lookup(selector)).fire());
    }

    /** Whether a button is there and can be pressed; JavaFX thread only. */
    public boolean offers(String selector) {
        return root().lookup(selector) instanceof ButtonBase button && !button.isDisabled();
    }

    /** Presses undo of a stage's panel, and says yes to its preview where the stage's script can be previewed. */
    public void takeBack(String stage) throws IOException {
        press("#" + stage + "-undo");
        try (InputStream script = TestWindow.class.getResourceAsStream("/setup/" + stage + "/undo.sh")) {
            if (new String(script.readAllBytes(), StandardCharsets.UTF_8).contains("PREVIEW")) {
                press("#" + stage + "-undo-confirm");
            }
        }
    }

    public void type(String selector, String text) {
        FxThread.run(() -> ((TextInputControl) root().lookup(selector)).setText(text));
    }

    public String text(String selector) {
        return FxThread.get(() -> ((TextInputControl) root().lookup(selector)).getText());
    }

    public List<String> words() {
        return FxThread.get(() -> root().lookupAll(".label").stream().filter(Labeled.class::isInstance)
                .map(node -> ((Labeled) node).getText()).toList());
    }

    /** Words that cannot be read whole. A picture is kept under target/looks. */
    public List<String> clipped(String pictureName) {
        Path picture = Path.of("target", "looks", pictureName + ".png");
        return FxThread.get(() -> {
            Files.createDirectories(picture.getParent());
            canvas.picture(picture);
            return ClippedText.below(root());
        });
    }

    @Override
    public void close() {
        FxThread.run(stage::close);
        try {
            logs.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class NoServices implements WindowServices {
        @Override
        public void openLogFolder(Consumer<Problem> failed) {
            throw new AssertionError("no folder here");
        }

        @Override
        public void report(Messages words, Consumer<String> ready, Consumer<Problem> failed) {
            ready.accept("# Report\n");
        }

        @Override
        public List<Text> losses() {
            return List.of();
        }
    }

    private static final class NoActions implements LogActions {
        @Override
        public boolean canCancel(LogModel log) {
            return false;
        }

        @Override
        public void cancel(LogModel log) {
            throw new AssertionError("cannot be cancelled here");
        }

        @Override
        public @Nullable Path chooseFile(String suggestedName) {
            return null;
        }
    }
}
