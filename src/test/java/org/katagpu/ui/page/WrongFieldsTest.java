package org.katagpu.ui.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
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
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.image.ImageStage;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.setup.rootfs.DriverVersions;
import org.katagpu.setup.rootfs.RootfsStage;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.frame.Page;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.page.guestimage.GuestImageController;
import org.katagpu.ui.page.guestimage.GuestImageModel;
import org.katagpu.ui.page.modelimage.ModelImageController;
import org.katagpu.ui.page.modelimage.ModelImageModel;
import org.katagpu.ui.page.network.NetworkController;
import org.katagpu.ui.page.network.NetworkModel;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StageRuns;
import org.katagpu.ui.theme.Theme;

/** Every field of the forms, with what is nothing it takes: it says what it takes, keeps the text, and stops the act. */
class WrongFieldsTest {
    private static final String PATHS = "relative/path|C:\\img|~/img";
    private static final String ADDRESSES = "ftp://host|host|http://|https://a b|https://user@host|//host";
    private static final String SUM = "abc|ABCDEF|0123|zz";
    private static final String NUMBERS = "abc|-1|1.5|1e3|99999999999|8 8|,|0x10|٣x";

    private final Wizard wizard = new Wizard();
    private final FxBackground background = new FxBackground();
    @TempDir
    private Path folder;
    private TestWindow window;
    private StageModel stage;

    @AfterEach
    void close() {
        window.close();
    }

    private StageModel model(Stage of, LogBook logs, StageScripts scripts) {
        return FxThread.get(() -> new StageModel(of, wizard, new StageRuns(wizard, background, logs, "test@here"),
                background, scripts));
    }

    private void open(PageId page, String language) throws Exception {
        LocalHost host = new LocalHost(folder);
        StageScripts scripts = new StageScripts();
        LogBook logs = new LogBook(folder, Clock.systemUTC());
        ScanModel scans = FxThread.get(() -> new ScanModel(wizard,
                (session, sections, before) -> HostScan.of(List.of(), NvidiaModels.bundled()), background));
        stage = model(switch (page) {
            case GUEST_IMAGE -> new RootfsStage();
            case MODEL_IMAGE -> new ImageStage();
            default -> new NetworkStage();
        }, logs, scripts);
        java.util.function.Function<Messages, Page> view = switch (page) {
            case GUEST_IMAGE -> {
                GuestImageModel form = FxThread
                        .get(() -> new GuestImageModel(wizard, scans, stage, new DriverVersions()));
                yield words -> new GuestImageController(form, stage, words);
            }
            case MODEL_IMAGE -> {
                ModelImageModel form = FxThread.get(() -> new ModelImageModel(wizard, scans, stage, background));
                yield words -> new ModelImageController(form, stage, words);
            }
            default -> {
                NetworkModel form = FxThread.get(() -> new NetworkModel(wizard, scans, stage));
                yield words -> new NetworkController(form, stage, words);
            }
        };
        FxThread.run(() -> wizard.connected(new Session(host, false, new StageRunner(host,
                new HostJobs(host, "test@here"), scripts, new Messages(Locale.ENGLISH))), Plan.EMPTY));
        FxThread.run(() -> wizard.open(page));
        window = TestWindow.open(wizard, Map.of(page, view::apply, PageId.CONNECT, words -> new Elsewhere()),
                new Preferences(language, Theme.LIGHT), folder);
    }

    private TextField field(String id) {
        return window.root().lookup("#" + id) instanceof ComboBox<?> box
                ? box.getEditor()
                : (TextField) window.root().lookup("#" + id);
    }

    /** @return what was checked, empty where all is well */
    private String stops(String id, String wrong) {
        return FxThread.get(() -> {
            TextField field = field(id);
            String before = field.getText();
            Plan plan = wizard.planProperty().get();
            field.setText(wrong);
            field.fireEvent(new javafx.event.ActionEvent());
            StringBuilder against = new StringBuilder();
            if (!(stage.viewProperty().get() instanceof StageModel.View.WrongField)) {
                against.append(" the plan is still shown;");
            }
            if (stage.canApplyProperty().get()) {
                against.append(" it may be applied;");
            }
            if (window.root().lookup("#" + stage.stageId() + "-apply") != null) {
                against.append(" the act is offered;");
            }
            if (!field.getText().equals(wrong)) {
                against.append(" the text is now ").append(field.getText()).append(';');
            }
            if (!wizard.planProperty().get().equals(plan)) {
                against.append(" the plan was changed;");
            }
            if (((Labeled) window.root().lookup("#" + id + "-wrong")).getText().length() < 12) {
                against.append(" nothing says what is expected;");
            }
            field.setText(before);
            if (stage.viewProperty().get() instanceof StageModel.View.WrongField) {
                against.append(" it stays wrong;");
            }
            return against.isEmpty() ? "" : id + " with '" + wrong + "':" + against + "\n";
        });
    }

    @ParameterizedTest
    @CsvSource({"GUEST_IMAGE, en", "MODEL_IMAGE, zh", "NETWORK, en"})
    void aWrongFieldSaysWhatItTakesKeepsItsTextAndStopsTheAct(PageId page, String language) throws Exception {
        open(page, language);
        Map<String, String> table = switch (page) {
            case GUEST_IMAGE -> Map.ofEntries(Map.entry("rootfs-image", PATHS), Map.entry("rootfs-size", NUMBERS),
                    Map.entry("rootfs-kernel", PATHS), Map.entry("rootfs-sha256", SUM),
                    Map.entry("rootfs-driver-file", PATHS), Map.entry("rootfs-version", "abc|550|550.127.08x|latest"),
                    Map.entry("rootfs-packages", PATHS), Map.entry("rootfs-driver-mirror", ADDRESSES),
                    Map.entry("rootfs-toolkit-repo", ADDRESSES), Map.entry("rootfs-os-mirror", ADDRESSES),
                    Map.entry("rootfs-proxy", ADDRESSES), Map.entry("rootfs-release", "24 03|a;b|$(x)"));
            case MODEL_IMAGE -> Map.ofEntries(Map.entry("jobs", NUMBERS + "|0|1025"),
                    Map.entry("threads", NUMBERS + "|0|65"), Map.entry("arches", "abc|8|8.0;9.0|8.0  9.0"),
                    Map.entry("base", "a b|$(x)|"), Map.entry("source", "a b|`x`|"),
                    Map.entry("commit", "a b|..|-x"), Map.entry("buildx", PATHS + "|/a b"),
                    Map.entry("reference", "UPPER/Name|a b|x@sha256:12"), Map.entry("namespace", "-x|a b|a..b|"),
                    Map.entry("socket", "run/x|"), Map.entry("snapshotter", "a b|;"), Map.entry("proxy", ADDRESSES),
                    Map.entry("noProxy", "a b|a;b"), Map.entry("apt", ADDRESSES), Map.entry("pip", ADDRESSES),
                    Map.entry("github", ADDRESSES), Map.entry("releases", ADDRESSES));
            default -> Map.ofEntries(Map.entry("network-name", "a b|-x|$(x)|"),
                    Map.entry("network-bridge", "a b|sixteencharacter|/|"),
                    Map.entry("network-subnet", "abc|10.0.0.0|10.0.0.1/16|8.8.8.0/24|10.0.0.0/31|10.0.0.0/99"),
                    Map.entry("network-folder", "etc/cni|/a b|"));
        };
        StringBuilder against = new StringBuilder();
        table.forEach((id, inputs) -> {
            for (String wrong : inputs.split("\\|", -1)) {
                against.append(stops(id, wrong));
            }
        });
        assertThat(against.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GUEST_IMAGE, rootfs-size, abc, en", "NETWORK, network-subnet, 10.0.0.1/16, zh"})
    void whatWasTypedWrongIsStillThereAndStillStopsTheActAfterAnotherPage(PageId page, String id, String wrong,
            String language) throws Exception {
        open(page, language);
        FxThread.run(() -> field(id).setText(wrong));
        FxThread.run(() -> wizard.open(PageId.CONNECT));
        assertThat(FxThread.get(() -> stage.canApplyProperty().get())).isFalse();
        FxThread.run(() -> wizard.open(page));
        assertThat(window.text("#" + id)).isEqualTo(wrong);
        window.await("#" + stage.stageId() + "-wrong");
        assertThat(window.clipped("wrong-field-" + page + "-" + language)).isEmpty();
    }

    /** Any other page. */
    private static final class Elsewhere implements Page {
        @Override
        public Parent view() {
            return new VBox();
        }

        @Override
        public void dispose() {}
    }
}
