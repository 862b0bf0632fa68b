package org.katagpu.ui.page.kata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.RadioButton;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.kataconf.toml.Templates;
import org.katagpu.remote.LocalHost;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.theme.Theme;

/** A host with the distribution's Kata, virtCCA's and the runtime in Rust: side by side, one chosen, kept in the plan. */
class KataChooserTest {
    @TempDir
    private Path folder;

    private static JsonNode shim(String path, String version, boolean standard, String reads) {
        return JsonNodeFactory.instance.objectNode().put("kind", "kata.choice").put("path", path).put("real", path)
                .put("version", "Kata Containers containerd shim " + version).put("standard", standard)
                .put("config", reads).put("reads", reads);
    }

    private static HostScan scan() {
        return HostScan.of(List.of(
                shim("/usr/bin/containerd-shim-kata-v2", "(Golang): id: x, version: 3.31.0", true,
                        "/usr/share/defaults/kata-containers/configuration.toml"),
                shim("/opt/kata/bin/containerd-shim-kata-v2", "(Golang): id: x, version: 3.15.0", false,
                        "/opt/kata/share/defaults/kata-containers/configuration-qemu-virtcca.toml"),
                shim("/opt/kata/runtime-rs/bin/containerd-shim-kata-v2", "(Rust): id: x, version: 4.1.0", false,
                        "/opt/kata/share/defaults/kata-containers/runtime-rs/configuration.toml")),
                NvidiaModels.bundled());
    }

    @ParameterizedTest
    @CsvSource({"en,LIGHT", "zh,DARK"})
    void oneIsChosenAndKeptInThePlan(String language, Theme theme) {
        byte[] file = Templates.ours("newer-qemu.toml").bytes();
        try (ShownPage page = new ShownPage(file, new LocalHost(folder), new Preferences(language, theme), folder,
                scan())) {
            TestWindow window = page.open("#apply-all");
            assertThat(window.clipped("kata-chooser-" + language)).isEmpty();
            assertThat(FxThread.get(() -> window.root().lookup("#apply-all").localToScene(0, 0).getY()))
                    .as("the editor stays in sight").isLessThan(420);
            List<RadioButton> choices = FxThread.get(() -> window.root().lookupAll("#kata-chooser .radio-button")
                    .stream().map(RadioButton.class::cast).toList());
            assertThat(choices).hasSize(3);
            assertThat(FxThread.get(() -> choices.getFirst().isSelected())).isTrue();
            FxThread.run(() -> choices.get(1).fire());
            FxThread.await("the plan keeps it", () -> page.plan().serve().runtime()
                    .equals("/opt/kata/bin/containerd-shim-kata-v2"));
            window.await("#apply-all");
            assertThat(FxThread.get(() -> page.model().options().get(1).chosen())).isTrue();
        }
    }
}
