package org.katagpu.ui.page.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.control.ScrollPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageStage;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StageRuns;
import org.katagpu.ui.theme.Theme;

/** The model image page over the real scripts and stand-ins for Docker and ctr: asked, confirmed, failed, done. */
class ModelImagePageTest {
    private final Wizard wizard = new Wizard();
    @TempDir
    private Path folder;
    private TestWindow window;

    @AfterEach
    void close() {
        window.close();
    }

    private void standIn(String name, String script) throws Exception {
        Path file = Files.writeString(Files.createDirectories(folder.resolve("bin")).resolve(name),
                "#!/bin/bash\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    /** A repository of its own, with its own commit, and a Buildx file of another version: as in a laboratory. */
    private Plan laboratory() throws Exception {
        Path resources = Path.of("src/test/resources/org/katagpu/setup/image");
        for (String name : List.of("docker", "ctr")) {
            standIn(name, Files.readString(resources.resolve(name + ".sh")));
        }
        standIn("df", "echo h; echo '/dev/vda 900000000 1 800000000 1% /'\n");
        Files.copy(resources.resolve("buildkit-memory"), folder.resolve("buildkit"));
        String source = folder.resolve("source").toString();
        run("git", "init", "-q", source);
        Files.writeString(folder.resolve("source/setup.py"), "lab\n");
        run("git", "-C", source, "add", ".");
        run("git", "-C", source, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "lab");
        Path buildx = folder.resolve("host/srv/docker-buildx");
        Files.createDirectories(buildx.getParent());
        Files.writeString(buildx, "#!/bin/sh\n# v0.30.1\n");
        ImageChoice usual = ImageChoice.DEFAULT;
        return Plan.EMPTY.withImage(usual.withBuild(usual.build().withSourceUrl(source)
                .withSourceCommit(run("git", "-C", source, "rev-parse", "HEAD")).withBuildxFile("/srv/docker-buildx")));
    }

    private void open(String language, Theme theme) throws Exception {
        Plan plan = laboratory();
        FxBackground background = new FxBackground();
        Path root = Files.createDirectories(folder.resolve("host"));
        LocalHost host = new LocalHost(root, "root@here", Map.of("STANDIN", folder.toString(), "PATH",
                folder.resolve("bin") + ":" + System.getenv("PATH")));
        StageScripts scripts = new StageScripts();
        StageRunner runner = new StageRunner(host, new HostJobs(host, "test@here"), scripts,
                new Messages(Locale.ENGLISH));
        StageModel image = FxThread.get(() -> new StageModel(new ImageStage(), wizard,
                new StageRuns(wizard, background, new LogBook(folder, Clock.systemUTC()), "test@here"), background,
                scripts));
        ScanModel scans = FxThread.get(() -> new ScanModel(wizard,
                (session, sections, before) -> HostScan.of(List.of(), NvidiaModels.bundled()), background));
        ModelImageModel model = FxThread.get(() -> new ModelImageModel(wizard, scans, image, background));
        FxThread.run(() -> wizard.connected(new Session(host, false, runner), plan));
        FxThread.run(() -> wizard.open(PageId.MODEL_IMAGE));
        window = TestWindow.open(wizard,
                Map.of(PageId.MODEL_IMAGE, words -> new ModelImageController(model, image, words)),
                new Preferences(language, theme), folder);
    }

    private void picture(String name) {
        FxThread.run(() -> window.root().lookupAll(".scroll-pane").stream().filter(ScrollPane.class::isInstance)
                .forEach(pane -> ((ScrollPane) pane).setVvalue(1)));
        assertThat(window.clipped(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"en, LIGHT", "zh, DARK"})
    void anOwnBuildxFileIsConfirmedOnThePageAndAFailureAndSuccessAreTold(String language, Theme theme)
            throws Exception {
        open(language, theme);
        window.await("#checksum-confirm");
        picture("model-image-question-" + language);
        window.press("#checksum-confirm");
        FxThread.await("the plan has the sum",
                () -> !wizard.planProperty().get().image().build().buildxSha256().isEmpty());

        window.press("#image-apply");
        FxThread.await("the failure and its step", () -> window.root().lookupAll(".label").stream().anyMatch(
                label -> String.valueOf(((javafx.scene.control.Labeled) label).getText()).contains("bdist_wheel")));
        picture("model-image-failed-" + language);
    }
}
