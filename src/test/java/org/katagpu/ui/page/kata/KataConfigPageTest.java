package org.katagpu.ui.page.kata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.remote.LocalHost;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.page.kata.model.ConfigState;
import org.katagpu.ui.theme.Theme;

/** The page over a file with everything that can be wrong with one. */
class KataConfigPageTest {
    private static final String FILE = """
            # Kata
            [hypervisor.qemu]
            path = "/usr/bin/qemu-system-aarch64"
            # How devices are attached when the VM starts.
            # no-port, root-port, switch-port or bridge-port
            #cold_plug_vfio = "no-port"
            default_memory = 2048
            enable_annotations = ["enable_iommu", "kernel_params"]
            defualt_vcpus = 1

            [agent.kata]
            enable_debug = true
            #dial_timeout = 45

            [runtime]
            cold_plug_vfio = "root-port"
            my_own_key = 5
            """;
    @TempDir
    private Path folder;

    private ShownPage page(byte[] file, Preferences preferences) {
        return new ShownPage(file, new LocalHost(folder), preferences, folder);
    }

    @ParameterizedTest
    @CsvSource({"en,LIGHT", "zh,DARK"})
    void everyWordCanBeReadAndEveryFaultMended(String language, Theme theme) {
        Preferences preferences = new Preferences(language, theme);
        try (ShownPage page = page(FILE.getBytes(StandardCharsets.UTF_8), preferences)) {
            TestWindow window = page.open("#apply-all");
            String suffix = "-" + language;
            KeyRef annotations = new KeyRef(TablePath.of("hypervisor", "qemu"), "enable_annotations");
            select(page, annotations);
            window.await("#value-list");
            assertThat(window.clipped("kataconfig-list" + suffix)).isEmpty();
            select(page, new KeyRef(TablePath.of("hypervisor", "qemu"), "default_memory"));
            window.await("#value-number");
            assertThat(window.clipped("kataconfig-number" + suffix)).isEmpty();
            select(page, new KeyRef(TablePath.of("hypervisor", "qemu"), "cold_plug_vfio"));
            window.await("#value-choice");
            assertThat(window.clipped("kataconfig-choice" + suffix)).isEmpty();
            tab(window, 2);
            window.await(".fix");
            assertThat(window.clipped("kataconfig-problems" + suffix)).isEmpty();
            while (FxThread.get(() -> window.root().lookup("#problems .fix") != null)) {
                int before = FxThread.get(() -> problems(page));
                FxThread.run(() -> ((javafx.scene.control.Button) window.root().lookup("#problems .fix")).fire());
                FxThread.await("one problem less", () -> problems(page) < before);
            }
            assertThat(FxThread.get(() -> editing(page).edit().judgedProperty().get().blocked())).isFalse();
            tab(window, 1);
            typeOver(window, page, "default_memory = 2048", "default_memory = 2,048");
            FxThread.await("the fault is told", () -> editing(page).edit().judgedProperty().get().blocked());
            assertThat(window.clipped("kataconfig-text" + suffix)).isEmpty();
            assertThat(FxThread.get(() -> window.offers("#review"))).isFalse();
            window.press("#undo");
            FxThread.await("it is taken back", () -> !editing(page).edit().judgedProperty().get().blocked());
        }
    }

    @Test
    void aFileThatIsNoTextIsNamedWithLineAndColumnAndNothingIsTouched() {
        try (ShownPage page = page("[hypervisor.qemu]\npath = \"\u0000\"\n".getBytes(StandardCharsets.UTF_8),
                Preferences.of(Locale.ENGLISH))) {
            TestWindow window = page.open(".problem");
            assertThat(window.words()).anyMatch(text -> text.contains("2") && text.contains("9"));
            assertThat(FxThread.get(() -> window.offers("#backups"))).isTrue();
            assertThat(FxThread.get(() -> window.offers("#review"))).isFalse();
        }
    }

    @Test
    void aNumberThatIsNoneStaysInItsFieldAndStopsTheActAndOneOutOfRangeIsNotClamped() {
        try (ShownPage page = page(FILE.getBytes(StandardCharsets.UTF_8), Preferences.of(Locale.ENGLISH))) {
            TestWindow window = page.open("#apply-all");
            select(page, new KeyRef(TablePath.of("hypervisor", "qemu"), "default_memory"));
            TextField field = (TextField) window.await("#value-number");
            FxThread.run(() -> type(field, "4096 MiB"));
            String kept = FxThread.get(field::getText);
            assertThat(kept).isEqualTo("4096 MiB");
            boolean told = FxThread.get(() -> window.root().lookup("#value-wrong").isVisible());
            boolean stopped = FxThread.get(() -> !window.offers("#review"));
            assertThat(told && stopped).isTrue();
            FxThread.run(() -> type(field, "64"));
            FxThread.await("it stands as typed", () -> editing(page).edit().documentProperty().get().text()
                    .contains("default_memory = 64\n"));
            FxThread.await("and in the plan", () -> page.plan().kata().keys().stream()
                    .anyMatch(key -> key.key().equals("default_memory") && key.value().equals("64")));
            FxThread.await("it can be reviewed", () -> window.offers("#review"));
        }
    }

    private static void type(TextField field, String text) {
        field.setText(text);
        field.fireEvent(new javafx.event.ActionEvent());
    }

    private static void typeOver(TestWindow window, ShownPage page, String old, String fresh) {
        FxThread.run(() -> {
            ListView<?> lines = (ListView<?>) window.root().lookup("#text");
            int line = lines.getItems().indexOf(old);
            javafx.scene.Node cell = lines.lookupAll(".text-line").stream()
                    .filter(one -> ((javafx.scene.control.ListCell<?>) one).getIndex() == line).findFirst()
                    .orElseThrow();
            cell.getOnMouseClicked().handle(new javafx.scene.input.MouseEvent(
                    javafx.scene.input.MouseEvent.MOUSE_CLICKED, 0, 0, 0, 0, javafx.scene.input.MouseButton.PRIMARY, 1,
                    false, false, false, false, false, false, false, false, false, false, null));
        });
        TextField field = (TextField) window.await(".line-field");
        FxThread.run(() -> field.setText(fresh));
    }

    private static void select(ShownPage page, KeyRef key) {
        FxThread.run(() -> editing(page).keys().reveal(key));
    }

    private static void tab(TestWindow window, int index) {
        FxThread.run(() -> ((TabPane) window.root().lookup("#config-views")).getSelectionModel().select(index));
    }

    private static int problems(ShownPage page) {
        return editing(page).edit().judgedProperty().get().problems().size();
    }

    private static ConfigState.Editing editing(ShownPage page) {
        return (ConfigState.Editing) page.model().stateProperty().get();
    }
}
