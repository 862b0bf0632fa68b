package org.katagpu.ui.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Text;
import org.katagpu.practice.Fault;
import org.katagpu.practice.Persona;
import org.katagpu.practice.PracticeHost;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.gpu.GpuStage;
import org.katagpu.ui.FxThread;
import org.katagpu.ui.log.LogStatus;

/** A change under way outlives the link and the window that started it. */
@Timeout(120)
class StageRunsTest {
    private static final String GPU = "0000:3b:00.0";
    private static final Plan PLAN = Plan.EMPTY.withGpu(new GpuChoice(List.of(GPU), false));

    @TempDir
    private Path folder;
    private PracticeHost practice;

    private StageWindow window(String owner) throws Exception {
        return new StageWindow(practice, folder, owner, PLAN, new GpuStage());
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
        try (StageWindow window = window("admin@laptop")) {
            FxThread.run(() -> window.stage(0).act(Action.APPLY));
            window.awaitLog(0, LogStatus.State.RUNNING);
            practice.dropConnections();
            window.awaitLog(0, LogStatus.State.SUCCEEDED);
            StageModel.View.Known known = window.awaitView(0, StageModel.View.Known.class);
            assertThat(known.after().orElseThrow().problem()).isEmpty();
            assertThat(known.report().state().name()).isEqualTo("DONE");
        }
    }

    @Test
    void whatWasDoneBeforeARestartOfTheHostIsNotShownAsDoneBesideWhatIsSince() throws Exception {
        try (StageWindow window = window("admin@laptop")) {
            FxThread.run(() -> window.stage(0).act(Action.APPLY));
            window.awaitLog(0, LogStatus.State.SUCCEEDED);
            StageModel.View.Known done = window.awaitView(0, StageModel.View.Known.class);
            assertThat(done.after()).isPresent();
            practice.restart();
            FxThread.await("it was read in the new boot",
                    () -> window.stage(0).viewProperty().get() instanceof StageModel.View.Known known
                            && !known.report().boot().equals(done.report().boot()));
            StageModel.View.Known since = window.awaitView(0, StageModel.View.Known.class);
            assertThat(since.report().state().name()).isEqualTo("NEEDED");
            assertThat(since.after()).as("the act of an earlier boot").isEmpty();
        }
    }

    @Test
    void aWindowOpenedLaterShowsTheRunItsAdminLeftGoingOnAndNobodyElses() throws Exception {
        try (StageWindow first = window("admin@laptop")) {
            FxThread.run(() -> first.stage(0).act(Action.APPLY));
            first.awaitLog(0, LogStatus.State.RUNNING);
        }
        try (StageWindow other = window("colleague@desk"); StageWindow again = window("admin@laptop")) {
            again.awaitLog(0, LogStatus.State.SUCCEEDED);
            assertThat(again.logs()).singleElement().satisfies(log -> {
                assertThat(log.name().arguments()).last().as("the practice host by its name")
                        .isEqualTo(Text.of("connect.practice.name"));
                assertThat(log.total()).as("from its first line").isGreaterThan(3);
            });
            assertThat(other.logs()).isEmpty();
        }
        assertThat(practice.sandbox().root().resolve("sys/bus/pci/devices/" + GPU + "/driver")
                .toRealPath().getFileName()).hasToString("vfio-pci");
    }
}
