package org.katagpu.ui.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageStage;
import org.katagpu.setup.image.ImageWay;
import org.katagpu.setup.network.NetworkChoice;
import org.katagpu.setup.network.NetworkPart;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.setup.rootfs.DriverVersions;
import org.katagpu.setup.rootfs.RootfsStage;
import org.katagpu.setup.serve.ModelSource;
import org.katagpu.setup.serve.ServeChoice;
import org.katagpu.setup.serve.ServeStage;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.PlayedEvidence;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.control.SecretField;
import org.katagpu.ui.control.SettingField;
import org.katagpu.ui.evidence.EvidenceModel;
import org.katagpu.ui.frame.Page;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.ScanModel;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.page.image.ModelImageController;
import org.katagpu.ui.page.image.ModelImageModel;
import org.katagpu.ui.page.network.NetworkController;
import org.katagpu.ui.page.network.NetworkModel;
import org.katagpu.ui.page.rootfs.GuestImageController;
import org.katagpu.ui.page.rootfs.GuestImageModel;
import org.katagpu.ui.page.serve.ModelController;
import org.katagpu.ui.page.serve.ServeModel;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StageRuns;
import org.katagpu.ui.theme.Theme;

/**
 * Every field of the forms, as the pages themselves have them, with ten inputs it does not take: it says what it takes
 * with an example, keeps the text, and stops the act, while the plan and its script stay as they are.
 */
class WrongFieldsTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?i)for example|例如");

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
        open(page, language, Plan.EMPTY);
    }

    private void open(PageId page, String language, Plan plan) throws Exception {
        LocalHost host = new LocalHost(folder);
        StageScripts scripts = new StageScripts();
        LogBook logs = new LogBook(folder, Clock.systemUTC());
        ScanModel scans = FxThread.get(() -> new ScanModel(wizard,
                (session, sections, before) -> HostScan.of(List.of(), NvidiaModels.bundled()), background));
        stage = model(switch (page) {
            case GUEST_IMAGE -> new RootfsStage();
            case MODEL_IMAGE -> new ImageStage();
            case MODEL -> new ServeStage();
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
            case MODEL -> {
                ServeModel form = FxThread.get(() -> new ServeModel(wizard, scans, stage,
                        new ServeStage(), background));
                EvidenceModel evidence = FxThread
                        .get(() -> new PlayedEvidence().model(wizard, form.provedProperty(), background, folder));
                yield words -> new ModelController(form, evidence, stage, words);
            }
            default -> {
                NetworkModel form = FxThread.get(() -> new NetworkModel(wizard, scans, stage));
                yield words -> new NetworkController(form, stage, words);
            }
        };
        FxThread.run(() -> wizard.connected(new Session(host, false, new StageRunner(host,
                new HostJobs(host, "test@here"), scripts, new Messages(Locale.ENGLISH))), plan));
        FxThread.run(() -> wizard.open(page));
        window = TestWindow.open(wizard, Map.of(page, view::apply, PageId.CONNECT, words -> new Elsewhere()),
                new Preferences(language, Theme.LIGHT), folder);
    }

    private TextField field(String id) {
        return window.root().lookup("#" + id) instanceof ComboBox<?> box
                ? box.getEditor()
                : (TextField) window.root().lookup("#" + id);
    }

    /** What can be typed into on the page, and counts now: by id. */
    private List<String> fields() {
        return FxThread.get(() -> {
            Set<Node> ofPage = window.root().lookup(".page").lookupAll(".text-input");
            List<String> ids = new ArrayList<>();
            for (Node node : ofPage) {
                if (node instanceof TextInputControl input && input.isEditable() && counts(input)) {
                    ids.add(input.getParent() instanceof ComboBox<?> box ? box.getId() : input.getId());
                }
            }
            return ids.stream().distinct().sorted().toList();
        });
    }

    private static boolean counts(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at instanceof SettingField || at.getClass().getSimpleName().equals("TokenField")) {
                return at.isVisible();
            }
        }
        throw new AssertionError("a field outside the contract of forms: " + node);
    }

    /** @return what speaks against the field, empty where all is well */
    private String stops(String id, String wrong) {
        return FxThread.get(() -> {
            TextField field = field(id);
            String before = field.getText();
            String typed = field instanceof SecretField ? "\u2022".repeat(wrong.length()) : wrong;
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
            if (!(window.root().lookup("#standing-text") instanceof Labeled standing) || standing.getText().isEmpty()) {
                against.append(" no reason stands in the act's place;");
            }
            if (!field.getText().equals(typed)) {
                against.append(" the text is now ").append(field.getText()).append(';');
            }
            if (!wizard.planProperty().get().equals(plan)) {
                against.append(" the plan was changed;");
            }
            Labeled says = (Labeled) window.root().lookup("#" + id + "-wrong");
            if (!says.isVisible() || !EXAMPLE.matcher(says.getText()).find()) {
                against.append(" no example of what is expected: ").append(says.getText()).append(';');
            }
            field.setText(before);
            if (stage.viewProperty().get() instanceof StageModel.View.WrongField) {
                against.append(" it stays wrong;");
            }
            return against.isEmpty() ? "" : id + " with '" + wrong + "':" + against + "\n";
        });
    }

    private static Stream<Arguments> forms() {
        NetworkPart download = NetworkPart.PLUGINS;
        NetworkPart file = NetworkPart.PRESENT.withWay(NetworkPart.Way.FILE);
        return Stream.of(Arguments.of(PageId.GUEST_IMAGE, "en", Plan.EMPTY),
                Arguments.of(PageId.MODEL_IMAGE, "zh", Plan.EMPTY),
                Arguments.of(PageId.MODEL_IMAGE, "en",
                        Plan.EMPTY.withImage(ImageChoice.DEFAULT.withWay(ImageWay.REGISTRY))),
                Arguments.of(PageId.MODEL_IMAGE, "en",
                        Plan.EMPTY.withImage(ImageChoice.DEFAULT.withWay(ImageWay.IMPORT))),
                Arguments.of(PageId.NETWORK, "zh",
                        Plan.EMPTY.withNetwork(
                                NetworkChoice.DEFAULT.withPlugins(download).withCnitool(NetworkPart.CNITOOL))),
                Arguments.of(PageId.NETWORK, "en", Plan.EMPTY.withNetwork(NetworkChoice.DEFAULT.withPlugins(file))),
                Arguments.of(PageId.MODEL, "en", Plan.EMPTY), Arguments.of(PageId.MODEL, "zh",
                        Plan.EMPTY.withServe(ServeChoice.DEFAULT.withSource(ModelSource.MIRROR)
                                .withMirror("https://hf-mirror.com"))));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aWrongFieldSaysWhatItTakesKeepsItsTextAndStopsTheAct(PageId page, String language, Plan plan)
            throws Exception {
        open(page, language, plan);
        List<String> fields = fields();
        assertThat(fields).isNotEmpty().doesNotContainNull();
        String script = FxThread.get(stage::applyScript);
        StringBuilder against = new StringBuilder();
        for (String id : fields) {
            List<String> inputs = WrongInputs.of(id);
            assertThat(inputs).as(id).hasSizeGreaterThanOrEqualTo(10).doesNotHaveDuplicates();
            inputs.forEach(wrong -> against.append(stops(id, wrong)));
        }
        assertThat(against.toString()).isEmpty();
        assertThat(FxThread.get(stage::applyScript)).isEqualTo(script);
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
        window.press("#switch-language");
        FxThread.await("it stands in the other language too",
                () -> field(id) != null && wrong.equals(field(id).getText()));
        assertThat(FxThread.get(() -> stage.canApplyProperty().get())).isFalse();
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
