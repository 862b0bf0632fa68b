package org.katagpu.ui.page.kata;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.layout.VBox;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.remote.Host;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.kata.KataBackup;
import org.katagpu.setup.kata.KataFile;
import org.katagpu.setup.kata.KataStage;
import org.katagpu.setup.kata.KataTarget;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.page.kata.model.ConfigHost;
import org.katagpu.ui.page.kata.model.KataConfigModel;
import org.katagpu.ui.page.kata.model.SaveModel;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StageRuns;

/** The page in a window, over a host whose configuration is what the test says. */
final class ShownPage implements AutoCloseable {
    private final Wizard wizard = new Wizard();
    private final TestWindow window;
    private final LogBook logs;
    private final ScanModel scans;
    private final KataConfigModel model;
    private final Host host;

    ShownPage(byte[] file, Host host, Preferences preferences, Path folder) {
        this(file, host, preferences, folder, HostScan.of(List.of(), NvidiaModels.bundled()));
    }

    ShownPage(byte[] file, Host host, Preferences preferences, Path folder, HostScan scanned) {
        this.host = host;
        this.logs = new LogBook(folder, java.time.Clock.systemUTC());
        Background background = new FxBackground();
        scans = FxThread.get(() -> new ScanModel(wizard,
                (session, sections, before) -> scanned, background));
        StageModel stage = FxThread.get(() -> new StageModel(new KataStage(), wizard,
                new StageRuns(wizard, background, logs, "test"), background, new StageScripts()));
        model = FxThread.get(() -> new KataConfigModel(wizard, scans, new OneFile(file), background));
        SaveModel save = FxThread.get(() -> new SaveModel(model, stage, background));
        window = TestWindow.open(wizard, Map.of(PageId.KATA_CONFIG,
                words -> new KataConfigController(model, save, stage, background, words), PageId.CONNECT,
                words -> VBox::new), preferences, folder);
    }

    /** Connects and opens the page; returns when there is something to look at. */
    TestWindow open(String selector) {
        StageRunner stages = new StageRunner(host, new HostJobs(host, "test"), new StageScripts(),
                new Messages(Locale.ENGLISH));
        FxThread.run(() -> {
            wizard.connected(new Session(host, true, stages), Plan.EMPTY);
            scans.read();
        });
        FxThread.await("the host was read", () -> scans.scanProperty().get().isPresent());
        FxThread.run(() -> wizard.open(PageId.KATA_CONFIG));
        window.await(selector);
        return window;
    }

    Plan plan() {
        return wizard.planProperty().get();
    }

    KataConfigModel model() {
        return model;
    }

    @Override
    public void close() {
        window.close();
        try {
            logs.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private record OneFile(byte[] bytes) implements ConfigHost {
        @Override
        public KataFile read(Session session, KataTarget target, String runtime) {
            boolean main = target == KataTarget.MAIN;
            return new KataFile("/etc/kata-containers/configuration.toml",
                    main ? "/opt/kata/share/defaults/kata-containers/configuration-qemu-virtcca.toml" : "",
                    main ? "0".repeat(64) : KataFile.ABSENT, main ? bytes : new byte[0], List.of());
        }

        @Override
        public byte[] read(Session session, KataBackup backup, String runtime) {
            return bytes;
        }

        @Override
        public boolean exists(Session session, String path) {
            return path.startsWith("/usr");
        }
    }
}
