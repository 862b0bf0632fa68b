package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.chat.Endpoint;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.message.Messages;
import org.katagpu.setup.Plan;
import org.katagpu.setup.RealContainerd;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageStore;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.PlayedEvidence;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.evidence.EvidenceModel;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.page.serve.ModelController;
import org.katagpu.ui.page.serve.ServeModel;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StageRuns;
import org.katagpu.ui.theme.Theme;

/** The model page over the stage's real scripts on a real containerd, with a stand-in vLLM in the container. */
@Tag("real")
class ModelPageRealTest {
    private static final String GPU = "0000:3b:00.0";

    @TempDir
    private Path folder;

    /** One admin's window. */
    private record Opened(ServeModel model, TestWindow window) implements AutoCloseable {
        @Override
        public void close() {
            window.close();
        }
    }

    private void awaitState(TestWindow window, String link, String state) {
        FxThread.await(link + " is " + state, () -> window.root().lookup("#state-" + link) instanceof Label said
                && said.getText().equals(state));
    }

    private Endpoint endpoint(ServeModel model) {
        return FxThread.get(() -> model.endpointProperty().get().orElseThrow());
    }

    @Test
    void aModelIsStartedProvedFoundByAnotherWindowAndStopped() throws Exception {
        Path shims = Files.createDirectories(folder.resolve("shims"));
        Files.copy(Path.of("/usr/bin/containerd-shim-runc-v2"), shims.resolve("containerd-shim-kata-v2"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Process make = new ProcessBuilder("bash", "src/test/resources/serve/make-image.sh", "src/test/resources/serve",
                folder.resolve("vllm.tar").toString()).redirectErrorStream(true).start();
        String said = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(make.waitFor()).as(said).isZero();
        try (RealContainerd containerd = RealContainerd.start(shims); GuestNetwork network = new GuestNetwork()) {
            containerd.ctr("page", "images", "import", folder.resolve("vllm.tar").toString());
            ServeFixture bench = new ServeFixture(folder);
            Files.createSymbolicLink(bench.root.resolve("proc"), Path.of("/proc"));
            Files.createSymbolicLink(bench.root.resolve("var/run/netns"), Path.of("/var/run/netns"));
            bench.gpu(GPU, 81, "vfio-pci");
            assertThat(new ProcessBuilder("mknod", bench.root.resolve("dev/vfio/81").toString(), "c", "1", "3")
                    .inheritIO().start().waitFor()).isZero();
            Plan plan = Plan.EMPTY.withGpu(new GpuChoice(List.of(GPU), false))
                    .withImage(ImageChoice.DEFAULT.withStore(new ImageStore("page", containerd.address(), "")))
                    .withNetwork(Plans.network(network.name))
                    .withServe(Plans.serve("qwen/Qwen1.5-1.8B-Chat", true, false));
            walk(bench, plan);
            assertThat(containerd.ctr("page", "containers", "ls", "-q")).isBlank();
        }
    }

    private void walk(ServeFixture bench, Plan plan) throws Exception {
        String key;
        try (Opened first = open(bench, plan)) {
            TestWindow window = first.window();
            window.press("#serve-apply");
            window.await("#open-chat");
            awaitState(window, "token", "proved");
            awaitState(window, "vm", "not proved");
            assertThat(endpoint(first.model()).url()).isEqualTo("http://" + GuestNetwork.ADDRESS + ":8000");
            key = new String(endpoint(first.model()).key().copy().orElseThrow());
            assertThat(key).hasSizeGreaterThan(30);
            window.press("#again-token");
            awaitState(window, "vm", "not proved");
            window.await("#open-chat");
            assertThat(new String(endpoint(first.model()).key().copy().orElseThrow())).isEqualTo(key);
            assertThat(window.clipped("model-real")).isEmpty();
        }
        try (Opened second = open(bench, plan)) {
            TestWindow window = second.window();
            window.await("#open-chat");
            assertThat(new String(endpoint(second.model()).key().copy().orElseThrow())).isEqualTo(key);
            FxThread.await("figures", () -> window.root().lookup(".figures") != null);
            window.press("#model-restart");
            FxThread.await("the server is gone", () -> second.model().endpointProperty().get().isEmpty());
            window.await("#open-chat");
            assertThat(new String(endpoint(second.model()).key().copy().orElseThrow())).isNotEqualTo(key);
            window.takeBack("serve");
            awaitState(window, "vm", "not yet");
            window.press("#serve-check");
            window.await("#serve-apply");
        }
    }

    private Opened open(ServeFixture bench, Plan plan) throws Exception {
        Wizard wizard = new Wizard();
        FxBackground background = new FxBackground();
        StageScripts scripts = new StageScripts();
        StageRunner runner = new StageRunner(bench.host, bench.host, scripts, new Messages(Locale.ENGLISH));
        ServeStage starts = new ServeStage();
        StageModel serve = FxThread.get(() -> new StageModel(starts, wizard,
                new StageRuns(wizard, background, new LogBook(folder, Clock.systemUTC()), "test@here"), background,
                scripts));
        ScanModel scans = FxThread.get(() -> new ScanModel(wizard,
                (session, sections, before) -> HostScan.of(List.of(), NvidiaModels.bundled()), background));
        ServeModel model = FxThread.get(() -> new ServeModel(wizard, scans, serve, starts, background));
        EvidenceModel evidence = FxThread.get(() -> PlayedEvidence.none(wizard, background, folder));
        FxThread.run(() -> wizard.connected(new Session(bench.host, false, runner), plan));
        FxThread.run(() -> wizard.open(PageId.MODEL));
        return new Opened(model,
                TestWindow.open(wizard,
                        Map.of(PageId.MODEL, words -> new ModelController(model, evidence, serve, words),
                                PageId.CHAT, words -> () -> new Pane()),
                        new Preferences("en", Theme.LIGHT), folder));
    }
}
