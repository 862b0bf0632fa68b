package org.katagpu.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.event.Event;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.message.Messages;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.browse.HostEntry;
import org.katagpu.setup.browse.WantedPath;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.theme.Theme;
import org.katagpu.ui.tour.Canvas;

/** The chooser, by keyboard, over a host's folders. */
class BrowseViewTest {
    @TempDir
    private Path root;
    private final List<String> chosen = new ArrayList<>();
    private BrowseView view;
    private Canvas canvas;
    private Stage stage;

    private void open(WantedPath wanted, String typed, String language, Theme theme) {
        FxThread.run(() -> {
            theme.apply();
            BrowseModel model = new BrowseModel(new LocalHost(root), wanted, List.of("/opt/kata/kata-containers.img"),
                    new FxBackground(), chosen::add);
            view = new BrowseView(model, new Messages(Locale.forLanguageTag(language)), () -> chosen.add("left"));
            canvas = new Canvas(view, 860, 560);
            canvas.scene().getStylesheets().add(Theme.stylesheet());
            stage = new Stage();
            stage.setScene(canvas.scene());
            stage.show();
            model.begin(typed);
        });
    }

    @AfterEach
    void close() {
        FxThread.run(() -> {
            view.dispose();
            stage.close();
        });
    }

    @SuppressWarnings("unchecked")
    private TableView<HostEntry> table() {
        return (TableView<HostEntry>) view.lookup("#browse-table");
    }

    private void await(String name) {
        FxThread.await(name, () -> table().getItems().stream().anyMatch(one -> one.name().equals(name)));
    }

    private void press(KeyCode key) {
        FxThread.run(() -> Event.fireEvent(table(), new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false,
                false)));
    }

    private void select(String name) {
        FxThread.run(() -> table().getItems().stream().filter(one -> one.name().equals(name)).findFirst()
                .ifPresent(table().getSelectionModel()::select));
    }

    @Test
    void aFileIsChosenByKeyboardAlone() throws Exception {
        Files.createDirectories(root.resolve("root/images"));
        Files.writeString(root.resolve("root/images/vllm.tar"), "x");
        open(WantedPath.ARCHIVE, "", "en", Theme.LIGHT);
        await("images");
        select("images");
        press(KeyCode.ENTER);
        await("vllm.tar");
        press(KeyCode.BACK_SPACE);
        await("images");
        select("images");
        press(KeyCode.ENTER);
        await("vllm.tar");
        select("vllm.tar");
        assertThat(FxThread.get(() -> ((TextField) view.lookup("#browse-path")).getText()))
                .isEqualTo("/root/images/vllm.tar");
        press(KeyCode.ENTER);
        assertThat(chosen).containsExactly("/root/images/vllm.tar");
        press(KeyCode.ESCAPE);
        assertThat(chosen).endsWith("left");
    }

    @Test
    void aTypedFolderIsReadAndTakenAndAWrongOneSaysSo() throws Exception {
        Files.createDirectories(root.resolve("home/work/kernel"));
        Files.writeString(root.resolve("home/work/kernel/Module.symvers"), "");
        open(WantedPath.KERNEL_TREE, "/home/work/kernel", "en", Theme.LIGHT);
        await("kernel");
        type("/home/none");
        FxThread.await("it says so", () -> view.lookup(".problem") != null);
        type("/home/work/kernel");
        await("Module.symvers");
        assertThat(FxThread.get(() -> view.lookup(".problem"))).isNull();
        FxThread.run(() -> ((Button) view.lookup("#browse-take")).fire());
        assertThat(chosen).containsExactly("/home/work/kernel");
        FxThread.await("it was found", () -> view.lookupAll(".hyperlink").stream()
                .anyMatch(node -> ((Hyperlink) node).getText().equals("/home/work/kernel")));
    }

    private void type(String path) {
        FxThread.run(() -> {
            TextField field = (TextField) view.lookup("#browse-path");
            field.setText(path);
            field.getOnAction().handle(null);
        });
    }

    @ParameterizedTest
    @CsvSource({"en,LIGHT", "zh,DARK"})
    void looksGood(String language, Theme theme) throws Exception {
        Files.createDirectories(root.resolve("root/kernel"));
        Files.createDirectories(root.resolve("root/images"));
        Files.writeString(root.resolve("root/vllm-cvm.tar"), "x".repeat(5000));
        Files.writeString(root.resolve("root/x\u200by.tar"), "");
        open(WantedPath.ARCHIVE, "", language, theme);
        await("vllm-cvm.tar");
        FxThread.await("found", () -> view.lookupAll(".hyperlink").size() >= 9);
        Path picture = Path.of("target", "looks", "browse-" + language + ".png");
        FxThread.get(() -> {
            Files.createDirectories(picture.getParent());
            canvas.picture(picture);
            return true;
        });
        assertThat(Files.size(picture)).isGreaterThan(10_000);
    }
}
