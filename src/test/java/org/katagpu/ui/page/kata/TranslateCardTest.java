package org.katagpu.ui.page.kata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.kataconf.check.KataVersionGuess;
import org.katagpu.kataconf.toml.Templates;
import org.katagpu.remote.LocalHost;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.page.kata.model.ConfigState;
import org.katagpu.ui.page.kata.model.EditModel;
import org.katagpu.ui.theme.Theme;

/** The runtime in Rust is chosen and the file is Go's: the translation is shown, taken over by the admin, undone. */
class TranslateCardTest {
    @TempDir
    private Path folder;

    private static HostScan scan() {
        String reads = "/etc/kata-containers/runtime-rs/configuration.toml";
        return HostScan.of(List.of(JsonNodeFactory.instance.objectNode().put("kind", "kata.choice")
                .put("path", "/usr/bin/containerd-shim-kata-v2").put("real", "/usr/bin/containerd-shim-kata-v2")
                .put("version", "Kata Containers containerd shim (Rust): id: x, version: 4.1.0").put("standard", true)
                .put("config", reads).put("reads", reads)), NvidiaModels.bundled());
    }

    private static EditModel edit(ShownPage page) {
        return FxThread.get(() -> ((ConfigState.Editing) page.model().stateProperty().get()).edit());
    }

    private static void press(TestWindow window, String selector) {
        window.await(selector);
        FxThread.run(() -> ((Button) window.root().lookup(selector)).fire());
    }

    @ParameterizedTest
    @CsvSource({"en,LIGHT", "zh,DARK"})
    void isShownTakenOverAndUndone(String language, Theme theme) {
        byte[] file = Templates.ours("newer-qemu.toml").bytes();
        try (ShownPage page = new ShownPage(file, new LocalHost(folder), new Preferences(language, theme), folder,
                scan())) {
            TestWindow window = page.open("#translate-show");
            EditModel edit = edit(page);
            press(window, "#translate-show");
            window.await("#translation");
            assertThat(FxThread.get(edit::changedFromHost)).as("a look changes nothing").isFalse();
            assertThat(window.clipped("kata-translate-" + language)).isEmpty();
            press(window, "#translate-take");
            FxThread.await("taken over", () -> KataVersionGuess.isRust(edit.documentProperty().get()));
            Node card = FxThread.get(() -> window.root().lookup("#translate-card"));
            assertThat(FxThread.get(card::isVisible)).isFalse();
            FxThread.run(edit::undo);
            assertThat(FxThread.get(() -> edit.documentProperty().get().text()))
                    .isEqualTo(new String(file, StandardCharsets.UTF_8));
            assertThat(FxThread.get(card::isVisible)).isTrue();
        }
    }
}
