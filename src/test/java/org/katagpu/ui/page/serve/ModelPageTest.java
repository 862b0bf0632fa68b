package org.katagpu.ui.page.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.input.Clipboard;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.job.JobEnd;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.remote.LinkState;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.serve.ModelSource;
import org.katagpu.setup.serve.ProofLink;
import org.katagpu.setup.serve.ServeChoice;
import org.katagpu.setup.serve.ServeStage;
import org.katagpu.setup.serve.TlsChoice;
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
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StageRuns;
import org.katagpu.ui.theme.Theme;

/** The model page in the real window, over a host that says what the serve scripts would. */
class ModelPageTest {
    private static final String GPU = "fact {\"kind\":\"serve.gpu\",\"index\":0,\"name\":\"NVIDIA L20\","
            + "\"memory\":46068,\"driver\":\"550.127.08\",\"cuda\":\"12.4\"}";
    private static final String ENDPOINT = "fact {\"kind\":\"serve.endpoint\",\"container\":\"katagpu-vllm\","
            + "\"address\":\"10.88.0.2\",\"port\":8000,\"served\":\"Qwen1.5-1.8B-Chat\",\"certificate\":\"\","
            + "\"keyed\":true}";
    private static final String NEEDED = "state {\"state\":\"needed\"}";
    private static final List<String> NOTHING_RUNS = List.of(
            "change {\"id\":\"serve.run\",\"done\":false,\"args\":[\"katagpu-vllm\",\"docker.io/library/vllm-cvm:latest\","
                    + "\"/dev/vfio/81\"]}",
            NEEDED);

    private final Wizard wizard = new Wizard();
    private final PlayedServer host = new PlayedServer();
    private final PlayedEvidence evidence = new PlayedEvidence();
    @TempDir
    private Path folder;
    private TestWindow window;
    private ServeModel model;

    private static List<String> running() {
        return List.of(
                "fact {\"kind\":\"serve.container\",\"name\":\"katagpu-vllm\",\"task\":\"RUNNING\",\"owner\":\"ours\","
                        + "\"recorded\":true}",
                PlayedServer.link("vm", "proved", "qemu-system-aarch64 -machine virt,kvm-type=cvm"), GPU,
                PlayedServer.link("gpu", "proved", "x"), PlayedServer.link("server", "proved", "process 17"),
                PlayedServer.link("weights", "proved", "Model loading took 3.46 GiB and 11.2 seconds"),
                PlayedServer.link("health", "proved", "GET http://10.88.0.2:8000/health: 200"),
                PlayedServer.link("models", "proved", "Qwen1.5-1.8B-Chat"),
                PlayedServer.link("token", "proved", "Hello! How can I help"), ENDPOINT,
                "state {\"state\":\"done\"}");
    }

    private void open(String language, Theme theme) throws Exception {
        FxBackground background = new FxBackground();
        StageScripts scripts = new StageScripts();
        StageRunner runner = new StageRunner(host, host, scripts, new Messages(Locale.ENGLISH));
        ServeStage starts = new ServeStage();
        StageModel serve = FxThread.get(() -> new StageModel(starts, wizard,
                new StageRuns(wizard, background, new LogBook(folder, Clock.systemUTC()), "test@here"), background,
                scripts));
        ScanModel scans = FxThread.get(() -> new ScanModel(wizard,
                (session, sections, before) -> HostScan.of(List.of(), NvidiaModels.bundled()), background));
        model = FxThread
                .get(() -> new ServeModel(wizard, scans, serve, starts, background, Duration.ofMillis(200)));
        EvidenceModel machine = FxThread
                .get(() -> evidence.model(wizard, model.provedProperty(), background, folder));
        FxThread.run(() -> wizard.connected(new Session(host, false, runner), Plan.EMPTY));
        FxThread.run(() -> wizard.open(PageId.MODEL));
        window = TestWindow.open(wizard,
                Map.of(PageId.MODEL, words -> new ModelController(model, machine, serve, words), PageId.CHAT,
                        words -> () -> new Pane(), PageId.HOST_CHECK, words -> () -> new Pane()),
                new Preferences(language, theme), folder);
    }

    private void open() throws Exception {
        open("en", Theme.LIGHT);
    }

    @AfterEach
    void close() {
        window.close();
    }

    private ServeChoice choice() {
        return FxThread.get(() -> wizard.planProperty().get().serve());
    }

    private void type(String field, String text) {
        window.await(field);
        FxThread.run(() -> ((TextField) window.root().lookup(field)).setText(text));
    }

    /** Typed, and taken with Enter. */
    private void enter(String field, String text) {
        type(field, text);
        FxThread.run(() -> window.root().lookup(field).fireEvent(new javafx.event.ActionEvent()));
    }

    private String words(String label) {
        return FxThread.get(() -> window.root().lookup(label) instanceof Label said && said.isVisible()
                ? said.getText()
                : "");
    }

    private boolean disabled(String button) {
        return FxThread.get(() -> ((ButtonBase) window.root().lookup(button)).isDisabled());
    }

    private void awaitState(String link, String state) {
        FxThread.await(link + " is " + state, () -> window.root().lookup("#state-" + link) instanceof Label said
                && said.getText().equals(state));
    }

    @Test
    void theProofGrowsLinkByLinkAndEndsInAnEndpointForTheChat() throws Exception {
        host.checks(NOTHING_RUNS);
        host.key("a-secret-key");
        open();
        window.press("#serve-apply");
        host.tells(PlayedServer.link("vm", "running", ""));
        awaitState("vm", "under way");
        awaitState("gpu", "not yet");
        host.tells(PlayedServer.link("vm", "proved", "kvm-type=cvm"));
        host.tells(GPU);
        host.tells(PlayedServer.link("gpu", "proved", "raw"));
        host.tells(PlayedServer.link("weights", "running", "Loading safetensors checkpoint shards: 40 %"));
        awaitState("weights", "under way");
        assertThat(window.words()).contains("NVIDIA L20 · 46068 MiB · 550.127.08 · CUDA 12.4",
                "Loading safetensors checkpoint shards: 40 %");
        host.checks(running());
        host.ends(0);
        window.await("#open-chat");
        awaitState("token", "proved");
        assertThat(FxThread.get(() -> model.endpointProperty().get().orElseThrow().url()))
                .isEqualTo("http://10.88.0.2:8000");
        assertThat(FxThread.get(() -> model.endpointProperty().get().orElseThrow().key().copy().orElseThrow()))
                .isEqualTo("a-secret-key".toCharArray());
        window.press("#open-chat");
        assertThat(FxThread.get(() -> wizard.pageProperty().get())).isEqualTo(PageId.CHAT);
    }

    @Test
    void aRunningServerIsFoundWithItsFiguresWhichPauseWhileNobodyLooks() throws Exception {
        host.checks(running());
        host.key("a-secret-key");
        open();
        window.await("#open-chat");
        FxThread.await("a rate", () -> window.root().lookupAll(".figures").stream().map(Label.class::cast)
                .anyMatch(line -> line.getText().contains("38 tokens/s")));
        assertThat(window.words())
                .contains("63 % busy · 41.0 of 45.0 GiB · 58 °C")
                .anyMatch(line -> line.startsWith("2 running, 1 waiting · KV cache 12 % · 38 tokens/s"));
        window.press("#copy-key");
        assertThat(FxThread.get(() -> Clipboard.getSystemClipboard().getString())).isEqualTo("a-secret-key");
        FxThread.run(() -> wizard.open(PageId.HOST_CHECK));
        int then = host.samples.get();
        for (int i = 0; i < 10; i++) {
            FxThread.run(() -> wizard.mark(PageId.CHAT, org.katagpu.ui.frame.StepMark.OPEN));
        }
        assertThat(host.samples.get()).isLessThanOrEqualTo(then + 1);
        FxThread.run(() -> wizard.open(PageId.MODEL));
        FxThread.await("figures again", () -> host.samples.get() > then + 1);
    }

    @Test
    void aFailedLinkShowsItsKnownCauseAndIsTriedAgainAlone() throws Exception {
        host.checks(NOTHING_RUNS);
        open();
        window.press("#serve-apply");
        host.tells(PlayedServer.link("vm", "proved", "kvm-type=cvm"));
        host.logs("nvidia-container-cli: initialization error: nvml error: driver not loaded");
        host.tells(PlayedServer.link("gpu", "failed", "nvidia-smi: exit 9"));
        host.ends(2);
        awaitState("gpu", "failed");
        FxThread.await("the cause", () -> window.root().lookup(".cause") != null);
        assertThat(window.words()).contains("Recognised in the log (NVIDIA container toolkit)",
                "nvidia-container-cli: initialization error: nvml error: driver not loaded");
        assertThat(window.clipped("model-en-failed")).isEmpty();
        window.press("#again-gpu");
        FxThread.await("the second run", () -> host.started.size() == 2);
        assertThat(host.started).containsExactly("serve/apply ", "serve/apply gpu");
        host.ends(0);
        window.await("#serve-apply");
        window.press("#serve-apply");
        FxThread.await("the third run", () -> host.started.size() == 3);
        assertThat(host.started).last().isEqualTo("serve/apply ");
        host.ends(0);
        window.await("#serve-apply");
    }

    @Test
    void aStandingServerIsRestartedOrStopped() throws Exception {
        host.checks(running());
        open();
        window.await("#open-chat");
        window.press("#model-restart");
        FxThread.await("a run", () -> !host.started.isEmpty());
        assertThat(FxThread.get(() -> model.endpointProperty().get())).isEmpty();
        host.ends(0);
        window.await("#open-chat");
        window.takeBack("serve");
        FxThread.await("two runs", () -> host.started.size() == 2);
        host.checks(NOTHING_RUNS);
        host.ends(0);
        window.await("#serve-apply");
        awaitState("vm", "not yet");
        assertThat(host.started).containsExactly("serve/apply restart", "serve/undo");
        assertThat(FxThread.get(() -> window.root().lookup("#open-chat"))).isNull();
    }

    /** Nothing of a run that is over claims or turns, however it ended. */
    @ParameterizedTest
    @MethodSource("endsThatProveNothing")
    void afterARunThatDidNotComeToItsEndNoLinkClaimsOrTurns(JobEnd end) throws Exception {
        host.checks(NOTHING_RUNS);
        open();
        window.press("#serve-apply");
        host.tells(PlayedServer.link("vm", "proved", "kvm-type=cvm"));
        host.tells(GPU);
        host.tells(PlayedServer.link("gpu", "proved", "raw"));
        host.tells(PlayedServer.link("server", "proved", "started"));
        host.tells(PlayedServer.link("token", "proved", "Hello"));
        host.tells(ENDPOINT);
        host.tells(PlayedServer.link("weights", "running", "40 %"));
        awaitState("weights", "under way");
        host.ends(end);
        awaitState("weights", "not yet");
        awaitState("vm", "not yet");
        for (ProofLink link : ProofLink.values()) {
            assertThat(words("#state-" + link.word())).isEqualTo("not yet");
        }
        assertThat(FxThread.get(() -> window.root().lookupAll(".chain-mark .progress-indicator"))).isEmpty();
        assertThat(FxThread.get(() -> model.endpointProperty().get())).isEmpty();
        assertThat(FxThread.get(() -> window.root().lookup("#open-chat"))).isNull();
        assertThat(window.clipped("model-en-" + end.getClass().getSimpleName())).isEmpty();
    }

    static List<JobEnd> endsThatProveNothing() {
        return List.of(new JobEnd.Cancelled(143), new JobEnd.Vanished(), new JobEnd.Exited(2));
    }

    @Test
    void aServerStartedAnewBySomebodyElseVoidsWhatWasProvedOfTheOneBefore() throws Exception {
        List<String> proved = new ArrayList<>(running());
        proved.add(2, "fact {\"kind\":\"serve.server\",\"run\":\"run-1\",\"begun\":1795853231,\"pid\":28,"
                + "\"boot\":\"b-1\"}");
        host.serves("run-1");
        host.checks(proved);
        open();
        window.await("#open-chat");
        awaitState("token", "proved");
        assertThat(window.words()).anyMatch(line -> line.matches("Since .*, process 28 in the guest"));
        host.checks(List.of("state {\"state\":\"needed\"}",
                "fact {\"kind\":\"serve.container\",\"task\":\"RUNNING\",\"owner\":\"ours\",\"recorded\":true}",
                "fact {\"kind\":\"serve.server\",\"run\":\"run-2\",\"begun\":1795853900,\"pid\":31,"
                        + "\"boot\":\"b-1\"}",
                PlayedServer.link("server", "proved", "")));
        host.serves("run-2");
        awaitState("token", "not yet");
        assertThat(FxThread.get(() -> model.endpointProperty().get())).isEmpty();
        assertThat(FxThread.get(() -> window.root().lookup("#open-chat"))).isNull();
    }

    private static LinkState lost() {
        return new LinkState.Reconnecting(Instant.now(), 1, Problem.of(Text.of("link.lost"), Text.of("link.lost")));
    }

    private void nothingIsClaimed() {
        assertThat(FxThread.get(() -> window.root().lookupAll(".chain-mark .progress-indicator"))).isEmpty();
        assertThat(FxThread.get(() -> window.root().lookupAll(".chain-proved"))).isEmpty();
        assertThat(FxThread.get(() -> model.endpointProperty().get())).isEmpty();
        assertThat(FxThread.get(() -> window.root().lookup("#open-chat"))).isNull();
        assertThat(FxThread.get(() -> model.figures().sampleProperty().get())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"en|LIGHT|not proved .as of [0-9:]{5}, link lost since.",
        "zh|DARK|未获证明（截至 [0-9:]{5}，此后连接断开）"})
    void aLostLinkVoidsWhatWasProvedUntilItIsReadAgain(String language, Theme theme, String words) throws Exception {
        host.checks(running());
        open(language, theme);
        window.await("#open-chat");
        host.link(lost());
        FxThread.await("void", () -> window.root().lookup("#open-chat") == null);
        for (ProofLink link : ProofLink.values()) {
            assertThat(words("#state-" + link.word())).matches(words);
        }
        nothingIsClaimed();
        assertThat(disabled("#model-restart")).isTrue();
        assertThat(window.clipped("model-" + language + "-void")).isEmpty();
        host.link(new LinkState.Up(Duration.ofMillis(1)));
        window.await("#open-chat");
        assertThat(FxThread.get(() -> window.root().lookupAll(".chain-proved"))).hasSize(ProofLink.values().length);
    }

    @Test
    void aRestartOfTheHostVoidsWhatWasProved() throws Exception {
        host.checks(running());
        open();
        window.await("#open-chat");
        host.link(lost());
        FxThread.await("void", () -> window.root().lookup("#open-chat") == null);
        host.checks(List.of("state {\"state\":\"needed\",\"boot\":\"b-2\"}"));
        host.link(new LinkState.Up(Duration.ofMillis(1)));
        awaitState("token", "not yet");
        awaitState("vm", "not yet");
        nothingIsClaimed();
    }

    @Test
    void aRunWhoseLinkIsLostClaimsNothingUntilItIsHeardAgain() throws Exception {
        host.checks(NOTHING_RUNS);
        open();
        window.press("#serve-apply");
        host.tells(PlayedServer.link("vm", "proved", "kvm-type=cvm"));
        host.tells(PlayedServer.link("weights", "running", "40 %"));
        awaitState("weights", "under way");
        host.link(lost());
        awaitState("weights", "not yet");
        assertThat(words("#state-vm")).startsWith("not proved (as of ");
        nothingIsClaimed();
        host.tells(PlayedServer.link("weights", "running", "60 %"));
        host.link(new LinkState.Up(Duration.ofMillis(1)));
        awaitState("vm", "proved");
        awaitState("weights", "under way");
        FxThread.await("the newest word", () -> window.root().lookupAll(".chain-evidence").stream()
                .anyMatch(said -> said instanceof Label label && label.getText().equals("60 %")));
        host.link(lost());
        awaitState("weights", "not yet");
        host.ends(new JobEnd.Vanished());
        host.link(new LinkState.Up(Duration.ofMillis(1)));
        awaitState("vm", "not yet");
        nothingIsClaimed();
    }

    /** What runs is not another one because its form is edited. */
    @Test
    void anEditedChoiceLeavesTheProofOfWhatRuns() throws Exception {
        host.checks(running());
        open();
        window.await("#open-chat");
        List<Boolean> seen = new ArrayList<>();
        FxThread.run(() -> model.endpointProperty().subscribe(endpoint -> seen.add(endpoint.isPresent())));
        FxThread.run(() -> model.change(now -> now.withMaxLength(4096)));
        int checks = host.asked.size();
        FxThread.await("asked again", () -> host.asked.subList(checks, host.asked.size()).contains("serve/check"));
        awaitState("token", "proved");
        assertThat(seen).doesNotContain(false);
    }

    @Test
    void aTokenIsHeldForItsSourceInMemoryAlone() throws Exception {
        host.checks(NOTHING_RUNS);
        open();
        window.await("#serve-apply");
        FxThread.run(() -> {
            TextField token = (TextField) window.root().lookup("#model-token");
            token.setText("ms-CANARY");
            token.getOnAction().handle(null);
        });
        assertThat(words("#model-token-wrong")).startsWith("A token is held in memory");
        assertThat(FxThread.get(() -> ((TextField) window.root().lookup("#model-token")).getText())).isEmpty();
        assertThat(FxThread.get(() -> model.tokens().has(ModelSource.MODELSCOPE))).isTrue();
        assertThat(FxThread.get(() -> wizard.planProperty().get().toString())).doesNotContain("CANARY");
        window.press("#model-token-forget");
        assertThat(FxThread.get(() -> model.tokens().has(ModelSource.MODELSCOPE))).isFalse();
    }

    @Test
    void aSecretAmongTheArgumentsIsNotKept() throws Exception {
        host.checks(NOTHING_RUNS);
        open();
        window.await("#serve-apply");
        FxThread.run(() -> ((TitledPane) window.root().lookup(".titled-pane")).setExpanded(true));
        type("#model-extra", "--hf-tok CANARY");
        assertThat(words("#model-extra-wrong")).startsWith("A secret stands among these arguments");
        window.await("#serve-wrong");
        assertThat(FxThread.get(() -> window.root().lookup("#serve-apply"))).isNull();
        assertThat(choice().extra()).isEmpty();
        enter("#model-extra", "");
        window.press("#serve-apply");
        FxThread.await("a run", () -> !host.started.isEmpty());
        assertThat(choice().extra()).isEmpty();
        host.ends(0);
    }

    @Test
    void whatIsTypedIsJudgedWhileItIsTyped() throws Exception {
        host.checks(NOTHING_RUNS);
        open();
        window.await("#serve-apply");
        type("#model-port", "70000");
        assertThat(words("#model-port-wrong")).isEqualTo("A whole number from 1 to 65535, for example 8000");
        assertThat(choice().port()).isEqualTo(8000);
        type("#model-port", "9000");
        assertThat(words("#model-port-wrong")).isEmpty();
        FxThread.await("the port is chosen", () -> wizard.planProperty().get().serve().port() == 9000);
        FxThread.run(() -> ((TitledPane) window.root().lookup(".titled-pane")).setExpanded(true));
        type("#model-extra", "--a 'b");
        assertThat(words("#model-extra-wrong")).startsWith("The extra arguments hold a quote that is not closed");
        window.await("#serve-wrong");
        assertThat(FxThread.get(() -> window.root().lookup("#serve-apply"))).isNull();
        assertThat(choice().extra()).isEmpty();
        enter("#model-extra", "--a 'b'");
        assertThat(choice().extra()).isEqualTo("--a 'b'");
        FxThread.await("it can be started",
                () -> window.root().lookup("#serve-apply") instanceof ButtonBase start && !start.isDisabled());
    }

    @Test
    @SuppressWarnings("unchecked")
    void theSourceSaysWhatTheModelIs() throws Exception {
        host.checks(NOTHING_RUNS);
        open();
        window.await("#serve-apply");
        ComboBox<ModelSource> source = (ComboBox<ModelSource>) window.await("#model-source");
        assertThat(FxThread.get(() -> window.root().lookup("#model-mirror").getParent().getParent().isVisible()))
                .isFalse();
        FxThread.run(() -> source.setValue(ModelSource.MIRROR));
        assertThat(FxThread.get(() -> window.root().lookup("#model-mirror").getParent().getParent().isVisible()))
                .isTrue();
        assertThat(words("#model-mirror-wrong")).contains("http or https");
        FxThread.run(() -> source.setValue(ModelSource.LOCAL));
        assertThat(words("#model-model-wrong")).contains("written from the root on");
        type("#model-model", "/models/qwen-7B");
        FxThread.await("it is chosen", () -> wizard.planProperty().get().serve().model().equals("/models/qwen-7B"));
        assertThat(words("#model-model-wrong")).isEmpty();
        FxThread.run(() -> ((CheckBox) window.root().lookup("#model-tls")).fire());
        assertThat(choice().tls()).isEqualTo(TlsChoice.ON);
        assertThat(window.words()).anyMatch(line -> line.startsWith("TLS ends inside the guest"));
    }

    @ParameterizedTest
    @CsvSource({"zh, LIGHT, false", "en, DARK, true"})
    void everyWordCanBeRead(String language, Theme theme, boolean runs) throws Exception {
        host.checks(runs ? running() : NOTHING_RUNS);
        host.key("k");
        open(language, theme);
        window.await(runs ? "#open-chat" : "#serve-apply");
        if (runs) {
            FxThread.await("figures", () -> host.samples.get() > 2);
        }
        String name = "model-" + language + "-" + theme.name().toLowerCase(Locale.ROOT) + (runs ? "-runs" : "");
        assertThat(window.clipped(name)).isEmpty();
        FxThread.run(() -> window.root().lookupAll(".scroll-pane").forEach(ModelPageTest::toTheEnd));
        assertThat(window.clipped(name + "-below")).isEmpty();
    }

    private static void toTheEnd(Node pane) {
        ((ScrollPane) pane).setVvalue(1);
    }

    @Test
    void theRungsShowWhatIsProvedOfTheMachineAndAnotherProcessVoidsThem() throws Exception {
        evidence.ladder = PlayedEvidence.ladder(org.katagpu.attest.rung.RungStatus.State.PROVED);
        host.checks(running());
        open();
        FxThread.await("asked once", () -> evidence.asked == 1);
        window.await("#rung-genuine");
        assertThat(words("#rung-bound")).isEqualTo("It answers the number this wizard chose.");
        assertThat(words("#rung-gpu")).contains("no confidential VM");
        assertThat(window.clipped("model-rungs")).isEmpty();
        host.checks(NOTHING_RUNS);
        FxThread.run(() -> model.shown());
        FxThread.await("void", () -> window.root().lookup("#rung-genuine") == null);
        assertThat(FxThread.get(() -> model.provedProperty().get())).isEmpty();
    }
}
