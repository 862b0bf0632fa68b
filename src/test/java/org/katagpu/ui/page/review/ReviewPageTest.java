package org.katagpu.ui.page.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.job.HostJobs;
import org.katagpu.job.LockScope;
import org.katagpu.message.Messages;
import org.katagpu.practice.Fault;
import org.katagpu.practice.Persona;
import org.katagpu.practice.PracticeHost;
import org.katagpu.remote.Host;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.trust.HostKeyTrust;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.Stages;
import org.katagpu.setup.Stages.Step;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.gpu.GpuStage;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.setup.run.RunStore;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.TestWindow;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Preferences;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StageModelWork;
import org.katagpu.ui.stage.StageRuns;
import org.katagpu.ui.theme.Theme;

/** The review page over two stages on the practice host. */
@Timeout(120)
class ReviewPageTest {
    private static final String GPU = "0000:3b:00.0";
    private static final Stages TWO = new Stages(
            List.of(new Step("gpu", Set.of(), LockScope.HOST), new Step("network", Set.of("gpu"), LockScope.HOST)));

    @TempDir
    private Path folder;
    private PracticeHost practice;
    private Host host;
    private TestWindow window;
    private StageModel network;

    private void open(String language, Theme theme) throws Exception {
        practice = PracticeHost.start(Persona.KUNPENG_4GPU);
        host = new SshConnector(new HostKeyTrust(folder, folder.resolve("known_hosts"))).connect(practice.target(),
                practice.questions());
        StageScripts scripts = new StageScripts();
        StageRunner stages = new StageRunner(host, new HostJobs(host, "admin@laptop"), scripts,
                new Messages(Locale.ENGLISH));
        Wizard wizard = new Wizard();
        ReviewModel model = FxThread.get(() -> {
            FxBackground background = new FxBackground();
            StageRuns runs = new StageRuns(wizard, background, new LogBook(folder, Clock.systemUTC()), "admin@laptop");
            List<ReviewItem> items = List.of(
                    new ReviewItem(PageId.GPUS, new StageModel(new GpuStage(), wizard, runs, background, scripts)),
                    new ReviewItem(PageId.NETWORK,
                            new StageModel(new NetworkStage(), wizard, runs, background, scripts)));
            network = items.getLast().stage();
            ReviewModel review = new ReviewModel(wizard, TWO, items, new WindowRun(wizard,
                    new StageModelWork(items.stream().map(ReviewItem::stage).toList(), background),
                    session -> new RunStore(session.host(), scripts, TWO, "face"), "admin@laptop", background));
            wizard.connected(new Session(host, true, stages),
                    Plan.EMPTY.withGpu(new GpuChoice(List.of(GPU), false)));
            wizard.open(PageId.REVIEW);
            return review;
        });
        window = TestWindow.open(wizard, Map.of(PageId.REVIEW, words -> new ReviewController(model, words)),
                new Preferences(language, theme), folder);
    }

    @AfterEach
    void close() throws Exception {
        window.close();
        host.close();
        practice.close();
    }

    private String state(String stage) {
        return ((Label) window.root().lookup("#review-state-" + stage)).getText();
    }

    private Path network() {
        return practice.sandbox().root().resolve("etc/cni/katagpu.d/99-vllmnet.conf");
    }

    /** Whether the host keeps the order of a run. */
    private boolean kept() {
        String[] runs = practice.sandbox().root().resolve("var/lib/katagpu/run").toFile()
                .list((folder, name) -> !name.startsWith("."));
        return runs != null && runs.length > 0;
    }

    private String driver(String gpu) throws Exception {
        return practice.sandbox().root().resolve("sys/bus/pci/devices/" + gpu + "/driver").toRealPath().getFileName()
                .toString();
    }

    @Test
    void allThatIsNeededRunsInItsOrderAndIsReadBack() throws Exception {
        open("en", Theme.LIGHT);
        window.press("#review-run");
        FxThread.await("both are done", () -> state("gpu").equals("done") && state("network").equals("done"));
        assertThat(driver(GPU)).isEqualTo("vfio-pci");
        assertThat(network()).exists();
        assertThat(FxThread.get(() -> window.offers("#review-run"))).isFalse();
        FxThread.await("nothing of an ended run is kept", () -> !kept());
    }

    private String hint() {
        return ((Label) window.root().lookup("#hint")).getText();
    }

    @Test
    void allIsDoneOnlyAsLongAsTheHostSaysSo() throws Exception {
        open("en", Theme.LIGHT);
        window.press("#review-run");
        FxThread.await("both are done", () -> hint().startsWith("Nothing is left to do"));
        FxThread.run(() -> network.allowedProperty().set(false));
        assertThat(FxThread.get(this::hint)).as("what is done needs no permission").startsWith("Nothing is left to do");
        practice.restart();
        FxThread.await("the driver is bound no more", () -> state("gpu").equals("to do"));
        FxThread.await("it is said", () -> hint().contains("the host says now that they are not: GPUs"));
    }

    @Test
    void theFirstFailureEndsTheRun() throws Exception {
        open("en", Theme.LIGHT);
        practice.sandbox().inject(GPU, Fault.probeFails("vfio-pci", "EBUSY"));
        window.press("#review-run");
        FxThread.await("it failed", () -> state("gpu").equals("failed"));
        FxThread.await("the other will not begin", () -> state("network").equals("not begun"));
        assertThat(window.words()).contains("Not begun in this run, since this step failed: GPUs");
        assertThat(network()).doesNotExist();
    }

    @Test
    void aStageCanBeLeftOut() throws Exception {
        open("en", Theme.LIGHT);
        FxThread.await("asked", () -> state("network").equals("to do") && state("gpu").equals("to do"));
        FxThread.run(() -> ((CheckBox) window.root().lookup("#review-include-network")).fire());
        window.press("#review-run");
        FxThread.await("the first is done", () -> state("gpu").equals("done"));
        assertThat(state("network")).isEqualTo("to do");
        FxThread.await("not of all", () -> hint().startsWith("The steps that take part are done"));
        assertThat(network()).doesNotExist();
    }

    /** Somebody uses the GPU, as a container in the network would. */
    private Path hold() throws Exception {
        Path root = practice.sandbox().root();
        Path process = Files.createDirectories(root.resolve("proc/4200999/fd")).getParent();
        Files.writeString(process.resolve("comm"), "qemu\n");
        Files.writeString(process.resolve("cmdline"), "qemu\0");
        Files.writeString(process.resolve("status"), "Name:\tqemu\nPid:\t4200999\nPPid:\t1\nUid:\t0\t0\t0\t0\n");
        Path group = root.resolve("sys/bus/pci/devices/" + GPU + "/iommu_group").toRealPath().getFileName();
        return Files.createSymbolicLink(process.resolve("fd/3"), root.resolve("dev/vfio").resolve(group));
    }

    @Test
    void whatAnEarlierStepBackFreesIsNoFaultAndEverythingIsTakenBack() throws Exception {
        open("en", Theme.LIGHT);
        window.press("#review-run");
        FxThread.await("both are done", () -> hint().startsWith("Nothing is left to do"));
        Path held = hold();
        window.press("#review-take-back-all");
        FxThread.await("asked", () -> window.offers("#review-take-back"));
        assertThat(window.words()).anyMatch(word -> word.startsWith("Its turn comes once the steps that use it"));
        assertThat(driver(GPU)).as("nothing is changed before it is said").isEqualTo("vfio-pci");
        assertThat(window.clipped("review-take-back")).isEmpty();
        window.press("#review-leave-it");
        FxThread.await("it is left", () -> !window.offers("#review-take-back"));
        assertThat(network()).exists();
        window.press("#review-take-back-all");
        FxThread.await("asked again", () -> window.offers("#review-take-back"));
        Files.delete(held);
        window.press("#review-take-back");
        FxThread.await("both are taken back",
                () -> state("gpu").equals("taken back") && state("network").equals("taken back"));
        assertThat(network()).doesNotExist();
        assertThat(driver(GPU)).isEqualTo("nvidia");
    }

    @Test
    void everyWordCanBeReadInChineseAndInTheDark() throws Exception {
        open("zh", Theme.DARK);
        FxThread.await("asked", () -> state("network").equals("待执行") && state("gpu").equals("待执行"));
        assertThat(window.clipped("review")).isEmpty();
    }
}
