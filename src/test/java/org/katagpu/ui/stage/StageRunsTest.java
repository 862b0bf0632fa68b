package org.katagpu.ui.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.practice.Fault;
import org.katagpu.practice.Persona;
import org.katagpu.practice.PracticeHost;
import org.katagpu.remote.Host;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.trust.HostKeyTrust;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.gpu.GpuStage;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.control.FxBackground;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;
import org.katagpu.ui.log.LogBook;
import org.katagpu.ui.log.LogStatus;

/** A change under way outlives the link and the window that started it. */
@Timeout(120)
class StageRunsTest {
    private static final String GPU = "0000:3b:00.0";
    private static final Plan PLAN = Plan.EMPTY.withGpu(new GpuChoice(List.of(GPU), false));

    @TempDir
    private Path folder;
    private PracticeHost practice;

    /** One window's part of the house, without its drawing. */
    private final class Window implements AutoCloseable {
        private final Host host;
        private final LogBook book = new LogBook(folder, Clock.systemUTC());
        private final StageModel bind;

        Window(String owner) throws Exception {
            host = new SshConnector(new HostKeyTrust(folder, folder.resolve("known_hosts"))).connect(practice.target(),
                    practice.questions());
            StageScripts scripts = new StageScripts();
            StageRunner stages = new StageRunner(host, new HostJobs(host, owner), scripts,
                    new Messages(Locale.ENGLISH));
            bind = FxThread.get(() -> {
                Wizard wizard = new Wizard();
                Background background = new FxBackground();
                StageRuns runs = new StageRuns(wizard, background, book, owner);
                StageModel model = new StageModel(new GpuStage(), wizard, runs, background, scripts);
                wizard.connected(new Session(host, true, stages), PLAN);
                return model;
            });
        }

        void awaitLog(LogStatus.State state) {
            FxThread.await("the log is " + state,
                    () -> !book.logs().isEmpty() && book.logs().getFirst().status().state() == state);
        }

        @Override
        public void close() throws Exception {
            host.close();
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
    void aLostLinkDoesNotEndTheRunNorLoseItsLog() throws Exception {
        try (Window window = new Window("admin@laptop")) {
            FxThread.run(() -> window.bind.act(Action.APPLY));
            window.awaitLog(LogStatus.State.RUNNING);
            practice.dropConnections();
            window.awaitLog(LogStatus.State.SUCCEEDED);
            FxThread.await("what became of it is shown",
                    () -> window.bind.viewProperty().get() instanceof StageModel.View.Known known
                            && known.after().isPresent());
            StageModel.View.Known known = (StageModel.View.Known) FxThread.get(() -> window.bind.viewProperty().get());
            assertThat(known.after().orElseThrow().problem()).isEmpty();
            assertThat(known.report().state().name()).isEqualTo("DONE");
        }
    }

    @Test
    void aWindowOpenedLaterShowsTheRunItsAdminLeftGoingOnAndNobodyElses() throws Exception {
        try (Window first = new Window("admin@laptop")) {
            FxThread.run(() -> first.bind.act(Action.APPLY));
            first.awaitLog(LogStatus.State.RUNNING);
        }
        try (Window other = new Window("colleague@desk"); Window again = new Window("admin@laptop")) {
            again.awaitLog(LogStatus.State.SUCCEEDED);
            assertThat(again.book.logs()).singleElement().satisfies(log -> {
                assertThat(log.name().arguments()).last().isEqualTo(again.host.label());
                assertThat(log.total()).as("from its first line").isGreaterThan(3);
            });
            assertThat(other.book.logs()).isEmpty();
        }
        assertThat(practice.sandbox().root().resolve("sys/bus/pci/devices/" + GPU + "/driver")
                .toRealPath().getFileName()).hasToString("vfio-pci");
    }
}
