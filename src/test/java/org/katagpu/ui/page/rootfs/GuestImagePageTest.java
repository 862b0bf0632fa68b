package org.katagpu.ui.page.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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
import org.katagpu.setup.rootfs.DriverVersions;
import org.katagpu.setup.rootfs.ModuleKind;
import org.katagpu.setup.rootfs.RootfsChoice;
import org.katagpu.setup.rootfs.RootfsStage;
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

/** The guest image page in the real window, over the real check script on an empty root. */
class GuestImagePageTest {
    private static final String IMAGE = "/opt/kata/share/guest.img";
    private final Wizard wizard = new Wizard();
    @TempDir
    private Path folder;
    private TestWindow window;

    private void open(String language) throws Exception {
        JsonNode file = new ObjectMapper()
                .readTree("{\"kind\":\"kata.file\",\"key\":\"hypervisor.qemu.image\",\"path\":\""
                        + IMAGE + "\",\"exists\":true,\"layout\":\"ext4\"}");
        FxBackground background = new FxBackground();
        LocalHost host = new LocalHost(folder);
        StageScripts scripts = new StageScripts();
        StageRunner runner = new StageRunner(host, new HostJobs(host, "test@here"), scripts,
                new Messages(Locale.ENGLISH));
        StageModel build = FxThread.get(() -> new StageModel(new RootfsStage(), wizard,
                new StageRuns(wizard, background, new LogBook(folder, Clock.systemUTC()), "test@here"), background,
                scripts));
        ScanModel scans = FxThread.get(() -> new ScanModel(wizard,
                (session, sections, before) -> HostScan.of(List.of(file), NvidiaModels.bundled()), background));
        GuestImageModel model = FxThread
                .get(() -> new GuestImageModel(wizard, scans, build, new DriverVersions()));
        FxThread.run(() -> wizard.connected(new Session(host, false, runner), Plan.EMPTY));
        FxThread.await("the host is read", () -> scans.scanProperty().get().isPresent());
        FxThread.run(() -> wizard.open(PageId.GUEST_IMAGE));
        window = TestWindow.open(wizard,
                Map.of(PageId.GUEST_IMAGE, words -> new GuestImageController(model, build, words)),
                new Preferences(language, Theme.LIGHT), folder);
    }

    @AfterEach
    void close() {
        window.close();
    }

    private RootfsChoice choice() {
        return FxThread.get(() -> wizard.planProperty().get().rootfs());
    }

    private void enter(String field, String text) {
        window.await(field);
        FxThread.run(() -> {
            TextField into = (TextField) window.root().lookup(field);
            into.setText(text);
            into.getOnAction().handle(null);
        });
    }

    @Test
    void theImageOfTheKataConfigurationIsProposedAndTheHostAskedAboutIt() throws Exception {
        open("en");
        window.await("#rootfs-check");
        assertThat(window.text("#rootfs-image")).isEqualTo(IMAGE);
        assertThat(window.words()).contains("There is no guest image at " + IMAGE + ".");
        assertThat(choice().driver().modules()).isEqualTo(ModuleKind.PROPRIETARY);
    }

    @Test
    void whatIsTypedComesIntoThePlanOnlyWhenItIsAllowed() throws Exception {
        open("en");
        window.await("#rootfs-check");
        enter("#rootfs-size", "forty");
        assertThat(choice().sizeGib()).isEqualTo(30);
        assertThat(window.text("#rootfs-size")).isEqualTo("forty");
        enter("#rootfs-size", "40");
        enter("#rootfs-kernel", "relative");
        enter("#rootfs-kernel", "/root/linux");
        assertThat(choice().sizeGib()).isEqualTo(40);
        assertThat(choice().kernelTree()).isEqualTo("/root/linux");
        FxThread.run(() -> ((RadioButton) window.root().lookup("#rootfs-open")).fire());
        assertThat(choice().driver().modules()).isEqualTo(ModuleKind.OPEN);
    }

    @ParameterizedTest
    @CsvSource({"en, guest-image-en", "zh, guest-image-zh"})
    void everyWordCanBeRead(String language, String picture) throws Exception {
        open(language);
        window.await("#rootfs-check");
        assertThat(window.clipped(picture)).isEmpty();
    }
}
