package org.katagpu.ui.page.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.job.HostJobs;
import org.katagpu.job.LockScope;
import org.katagpu.job.Nonce;
import org.katagpu.message.Messages;
import org.katagpu.practice.Fault;
import org.katagpu.practice.Persona;
import org.katagpu.practice.PracticeHost;
import org.katagpu.remote.Host;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.trust.HostKeyTrust;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.StageState;
import org.katagpu.setup.Stages;
import org.katagpu.setup.Stages.Step;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.gpu.GpuStage;
import org.katagpu.setup.network.NetworkStage;
import org.katagpu.setup.run.RunState;
import org.katagpu.setup.run.RunStore;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.frame.Note;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.log.LogModel;
import org.katagpu.ui.log.LogStatus;
import org.katagpu.ui.stage.StageModel;
import org.katagpu.ui.stage.StageModelWork;
import org.katagpu.ui.stage.StageRuns;

/** A run belongs to its host: windows come and go, hosts restart, and what is claimed is what a fresh check says. */
@Timeout(180)
class KeptRunsTest {
    private static final String GPU = "0000:3b:00.0";
    private static final Stages TWO = new Stages(List.of(new Step("gpu", java.util.Set.of(), LockScope.HOST),
            new Step("network", java.util.Set.of("gpu"), LockScope.HOST)));
    private static final Plan PLAN = Plan.EMPTY.withGpu(new GpuChoice(List.of(GPU), false));

    @TempDir
    private Path folder;
    private PracticeHost practice;

    /** A program of its own, without memory of others: only the host knows what ran. */
    private final class Program implements AutoCloseable {
        final Host host;
        final Wizard wizard;
        final LogBook book = new LogBook(folder, Clock.systemUTC());
        final List<Stage> stages = List.of(new GpuStage(), new NetworkStage());
        final List<StageModel> models = new ArrayList<>();
        final StageRunner runner;
        WindowRun run;

        Program(String owner, Plan plan) throws Exception {
            host = new SshConnector(new HostKeyTrust(folder, folder.resolve("known_hosts")))
                    .connect(practice.target(), practice.questions());
            StageScripts scripts = new StageScripts();
            runner = new StageRunner(host, new HostJobs(host, owner), scripts, new Messages(Locale.ENGLISH));
            wizard = FxThread.get(() -> {
                Wizard made = new Wizard(TWO);
                FxBackground background = new FxBackground();
                StageRuns runs = new StageRuns(made, background, book, owner);
                stages.forEach(stage -> models.add(new StageModel(stage, made, runs, background, scripts)));
                String face = Nonce.random();
                Function<Session, RunStore> stores = session -> new RunStore(session.host(), scripts, TWO, face);
                run = new WindowRun(made, new StageModelWork(models, background), stores, owner, background);
                runs.onReattached(new KeptRuns(made, run, stores, owner, background)::look);
                made.connected(new Session(host, true, runner), plan);
                return made;
            });
        }

        void begin() {
            FxThread.run(() -> run.begin(RunState.of(TWO, Action.APPLY, List.of("gpu", "network"))));
        }

        List<String> notes() {
            return FxThread.get(() -> wizard.notesProperty().get().stream().map(Note::id).toList());
        }

        void answer(String id) {
            FxThread.run(() -> wizard.notesProperty().get().stream().flatMap(note -> note.answers().stream())
                    .filter(answer -> answer.id().equals(id)).findFirst().orElseThrow().act().run());
        }

        void awaitRunning(int stage) {
            FxThread.await("stage " + stage + " runs", Duration.ofSeconds(60),
                    () -> models.get(stage).viewProperty().get() instanceof StageModel.View.Running
                            && book.logs().stream().anyMatch(LogModel::isRunning));
        }

        void awaitDone() {
            FxThread.await("all is done", Duration.ofSeconds(90), () -> !run.isRunning() && models.stream()
                    .allMatch(model -> model.viewProperty().get() instanceof StageModel.View.Known known
                            && known.report().state() == StageState.DONE));
        }

        /** Every stage's claim is what the host says to one who asks now. */
        void assertClaimsAreFresh(String when) throws Exception {
            FxThread.await("all is known " + when, Duration.ofSeconds(60), () -> models.stream()
                    .allMatch(model -> model.viewProperty().get() instanceof StageModel.View.Known));
            for (int i = 0; i < models.size(); i++) {
                StageModel model = models.get(i);
                StageReport fresh = runner.check(stages.get(i), wizard.planProperty().get());
                StageReport shown = FxThread.get(() -> ((StageModel.View.Known) model.viewProperty().get()).report());
                assertThat(shown.state()).as(model.stageId() + " " + when).isEqualTo(fresh.state());
                assertThat(shown.boot()).as(model.stageId() + " " + when).isEqualTo(fresh.boot());
                assertThat(shown.changes()).as(model.stageId() + " " + when).isEqualTo(fresh.changes());
            }
        }

        boolean claimsAnything() {
            return models.stream().anyMatch(model -> model.viewProperty().get() instanceof StageModel.View.Known);
        }

        /** The window is closed: what runs on the host goes on. */
        @Override
        public void close() throws Exception {
            FxThread.run(wizard::disconnected);
            book.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        practice = PracticeHost.start(Persona.KUNPENG_4GPU);
        practice.sandbox().inject(GPU, Fault.unbindTakes(Duration.ofSeconds(4)));
    }

    @AfterEach
    void end() throws Exception {
        practice.close();
    }

    @Test
    void theNextProgramGoesOnWithARunWhoseWindowIsGone() throws Exception {
        try (Program first = new Program("admin@laptop", PLAN)) {
            first.begin();
            first.awaitRunning(0);
        }
        try (Program next = new Program("admin@laptop", Plan.EMPTY)) {
            FxThread.await("it is said", () -> next.wizard.notesProperty().get().stream()
                    .anyMatch(note -> note.id().equals("run-goes-on")));
            assertThat(FxThread.get(() -> next.wizard.planProperty().get())).as("with its own choices").isEqualTo(PLAN);
            next.awaitDone();
            next.assertClaimsAreFresh("after the run");
        }
        try (Program later = new Program("admin@laptop", PLAN)) {
            FxThread.await("what ran is listed", () -> later.book.logs().size() == 2);
            assertThat(later.book.logs()).extracting(log -> log.status().state())
                    .containsOnly(LogStatus.State.SUCCEEDED);
            assertThat(later.notes()).as("it has ended").isEmpty();
        }
    }

    @Test
    void anotherAdminsRunIsSaidAndNotTouched() throws Exception {
        try (Program mine = new Program("admin@laptop", PLAN); Program other = program(mine)) {
            FxThread.await("it is said", () -> other.wizard.notesProperty().get().stream()
                    .anyMatch(note -> note.id().equals("run-of-another")));
            mine.awaitDone();
        }
    }

    private Program program(Program mine) throws Exception {
        mine.begin();
        mine.awaitRunning(0);
        return new Program("colleague@desk", PLAN);
    }

    @Test
    void afterARestartOfTheHostItIsAskedFirst() throws Exception {
        try (Program first = new Program("admin@laptop", PLAN)) {
            first.begin();
            first.awaitRunning(0);
        }
        practice.restart();
        try (Program next = new Program("admin@laptop", PLAN)) {
            FxThread.await("it is asked", () -> next.wizard.notesProperty().get().stream().anyMatch(Note::asks));
            assertThat(FxThread.get(() -> next.run.isRunning())).isFalse();
            next.answer("run-go-on");
            next.awaitDone();
            next.assertClaimsAreFresh("after the run");
        }
    }

    @Test
    void aRestartAndALostLinkLeaveNoClaimThatAFreshCheckContradicts() throws Exception {
        try (Program window = new Program("admin@laptop", PLAN)) {
            window.begin();
            window.awaitDone();
            window.assertClaimsAreFresh("when done");
            practice.stopServer();
            FxThread.await("nothing is claimed while the link is lost", () -> !window.claimsAnything());
            practice.startServer();
            window.assertClaimsAreFresh("after a lost link");
            assertThat(FxThread.get(() -> window.models.getFirst().viewProperty().get()))
                    .isInstanceOfSatisfying(StageModel.View.Known.class,
                            known -> assertThat(known.report().state()).isEqualTo(StageState.DONE));
            practice.restart();
            FxThread.await("the restart is noticed", () -> !window.wizard.watch().isUp());
            FxThread.await("the link is back", () -> window.wizard.watch().isUp());
            window.assertClaimsAreFresh("after a restart");
            assertThat(FxThread.get(() -> window.models.getFirst().viewProperty().get()))
                    .isInstanceOfSatisfying(StageModel.View.Known.class,
                            known -> assertThat(known.report().state()).as("a blank host")
                                    .isEqualTo(StageState.NEEDED));
        }
    }

    @Test
    void aRestartInTheMiddleOfARunLeavesNoClaimThatAFreshCheckContradicts() throws Exception {
        try (Program window = new Program("admin@laptop", PLAN)) {
            window.begin();
            window.awaitRunning(0);
            practice.restart();
            FxThread.await("the run has ended", Duration.ofSeconds(60), () -> !window.run.isRunning());
            FxThread.run(() -> window.models.forEach(StageModel::check));
            window.assertClaimsAreFresh("after the run");
        }
    }

    @Test
    void theLogOfARunThatNobodyWatchedIsReadWhenItIsShown() throws Exception {
        try (Program first = new Program("admin@laptop", PLAN)) {
            FxThread.run(() -> first.models.getFirst().act(Action.APPLY));
            first.awaitRunning(0);
        }
        FxThread.await("it ended", () -> practice.sandbox().processes().isEmpty());
        try (Program later = new Program("colleague@desk", PLAN)) {
            FxThread.await("it is listed", () -> later.book.logs().size() == 1);
            LogModel log = later.book.logs().getFirst();
            assertThat(log.name().arguments()).contains("admin@laptop");
            assertThat(log.total()).isZero();
            FxThread.run(log::opened);
            FxThread.await("its log is read", () -> log.total() > 3);
            assertThat(log.status().state()).isEqualTo(LogStatus.State.SUCCEEDED);
        }
    }
}
