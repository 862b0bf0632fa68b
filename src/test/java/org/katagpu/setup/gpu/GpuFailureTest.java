package org.katagpu.setup.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.setup.gpu.GpuFixture.failed;
import static org.katagpu.setup.gpu.GpuFixture.finding;
import static org.katagpu.setup.gpu.GpuFixture.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.job.HostJobs;
import org.katagpu.job.JobEnd;
import org.katagpu.message.Messages;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.StageState;

/** Binds that fail, hang, are stopped or killed: the devices are as before, or it is said what is not. */
class GpuFailureTest extends AbstractGpuTest {
    private static final String ONE = "0000:3b:00.0";
    private static final String TWO = "0000:b9:00.0";

    @BeforeEach
    void gpus() throws Exception {
        kernel.gpu(ONE, 81);
        kernel.gpu(TWO, 97);
    }

    private void asBefore() throws Exception {
        assertThat(List.of(kernel.driver(ONE), kernel.driver(TWO))).containsOnly("nvidia");
        assertThat(List.of(kernel.override(ONE), kernel.override(TWO))).containsOnly("");
        assertThat(kernel.exists("dev/vfio/81") || kernel.exists("dev/vfio/97")).isFalse();
        assertThat(records()).isEmpty();
        assertThat(kernel.exists("sys/bus/pci/drivers/vfio-pci")).isFalse();
    }

    private List<String> records() throws Exception {
        Path records = kernel.root.resolve("var/lib/katagpu/gpu");
        if (Files.notExists(records)) {
            return List.of();
        }
        try (var files = Files.list(records)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"override, refuse", "unbind, refuse", "unbind, ignore", "probe, refuse", "probe, ignore"})
    void aBindThatFailsHalfWayIsRolledBack(String write, String what) throws Exception {
        kernel.fault(write + "-" + TWO, what);
        StageEvent.Ended ended = bench.apply(plan(ONE, TWO));
        assertThat(ended.problem().map(problem -> problem.what().key())).contains("gpu.finding.not_bound");
        assertThat(ended.report().changes()).isEmpty();
        assertThat(kernel.driver(ONE)).isEqualTo("nvidia");
        assertThat(kernel.override(ONE)).isEmpty();
        if (write.equals("probe")) {
            // The same fault keeps the driver from coming back: that must be told, and undo must be able to mend it.
            assertThat(failed(ended.report())).containsExactly("gpu.not_bound", "gpu.not_rolled_back");
            assertThat(kernel.driver(TWO)).isEmpty();
            Files.delete(kernel.root.resolve("fault/" + write + "-" + TWO));
            assertThat(bench.undo(plan(ONE, TWO)).problem()).isEmpty();
        }
        asBefore();
    }

    @Test
    void theKernelsWordsAreTheEvidence() throws Exception {
        kernel.fault("unbind-" + ONE, "refuse");
        assertThat(finding(bench.apply(plan(ONE)).report(), "gpu.not_bound").evidence())
                .isEqualTo("Device or resource busy");
    }

    @Test
    void aWrongDriverAfterTheProbeIsFoundAndRolledBack() throws Exception {
        kernel.driverRegistered("nouveau");
        kernel.fault("probe-" + TWO, "nouveau");
        StageEvent.Ended ended = bench.apply(plan(ONE, TWO));
        assertThat(finding(ended.report(), "gpu.not_bound").evidence()).isEqualTo("driver is nouveau, not vfio-pci");
        assertThat(kernel.driver(ONE)).isEqualTo("nvidia");
        Files.delete(kernel.root.resolve("fault/probe-" + TWO));
        bench.undo(Plan.EMPTY);
        asBefore();
    }

    @Test
    void anUnbindThatHangsIsBoundedAndSaidToNeedARestart() throws Exception {
        kernel.fault("unbind-" + TWO, "hang");
        Instant begin = Instant.now();
        StageEvent.Ended ended = bench.apply(plan(ONE, TWO));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(8));
        assertThat(ended.problem().map(problem -> problem.what().key())).contains("gpu.finding.stuck");
        assertThat(kernel.driver(ONE)).isEqualTo("nvidia");
        assertThat(kernel.writes().stream().filter(write -> write.contains(TWO)).toList())
                .as("the stuck device is not touched again").hasSize(2);

        StageReport after = bench.check(plan(ONE, TWO));
        assertThat(after.state()).isEqualTo(StageState.BLOCKED);
        assertThat(failed(after)).containsExactly("gpu.stuck");
        assertThat(bench.check(plan(ONE)).state()).isEqualTo(StageState.NEEDED);

        kernel.write("proc/sys/kernel/random/boot_id", "boot-2");
        Files.delete(kernel.root.resolve("fault/unbind-" + TWO));
        kernel.attribute(TWO, "driver_override", "(null)");
        assertThat(bench.apply(plan(ONE, TWO)).problem()).isEmpty();
        assertThat(bench.undo(plan(ONE, TWO)).problem()).isEmpty();
        asBefore();
    }

    @Test
    void aStopRequestInTheMiddleTakesEverythingBack() throws Exception {
        kernel.fault("unbind-" + TWO, "pause");
        StageRun run = bench.runner.start(bench.stage, Action.APPLY, plan(ONE, TWO));
        bench.awaitPause();
        assertThat(kernel.driver(ONE)).isEqualTo("vfio-pci");
        bench.runner.cancel(run);
        kernel.write("go", "");
        StageEvent.Ended ended = bench.follow(run);
        assertThat(ended.end()).isEqualTo(new JobEnd.Exited(143));
        assertThat(ended.report().findings()).extracting(finding -> finding.id())
                .contains("gpu.rolled_back").doesNotContain("gpu.not_rolled_back");
        asBefore();
    }

    /** As the wizard does it: a job of its own session, TERM to all its groups, the write under way included. */
    @Test
    void aCancelledJobTakesEverythingBack() throws Exception {
        StageRunner runner = new StageRunner(bench.host, new HostJobs(bench.host, "test@here"), new StageScripts(),
                new Messages(Locale.ENGLISH));
        kernel.fault("unbind-" + TWO, "pause");
        StageRun run = runner.start(bench.stage, Action.APPLY, plan(ONE, TWO));
        bench.awaitPause();
        assertThat(kernel.driver(ONE)).isEqualTo("vfio-pci");
        runner.cancel(run);
        StageEvent.Ended ended = runner.follow(run, 0, (event, offset) -> {});
        assertThat(ended.problem().map(problem -> problem.what().key())).contains("stage.cancelled");
        assertThat(failed(ended.report())).isEmpty();
        asBefore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"override", "unbind", "probe"})
    void aKilledApplyIsRecoveredByUndo(String write) throws Exception {
        killedAt(write);
        StageReport found = bench.check(plan(ONE, TWO));
        assertThat(found.findings()).extracting(finding -> finding.id()).contains("gpu.interrupted");
        assertThat(bench.undo(plan(ONE, TWO)).problem()).isEmpty();
        asBefore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"override", "unbind", "probe"})
    void aKilledApplyIsFinishedByApply(String write) throws Exception {
        killedAt(write);
        assertThat(bench.apply(plan(ONE, TWO)).problem()).isEmpty();
        assertThat(List.of(kernel.driver(ONE), kernel.driver(TWO))).containsOnly("vfio-pci");
        assertThat(bench.check(plan(ONE, TWO)).findings()).extracting(finding -> finding.id())
                .doesNotContain("gpu.interrupted");
        assertThat(bench.undo(plan(ONE, TWO)).problem()).isEmpty();
        asBefore();
    }

    private void killedAt(String write) throws Exception {
        kernel.fault(write + "-" + TWO, "pause");
        StageRun run = bench.runner.start(bench.stage, Action.APPLY, plan(ONE, TWO));
        bench.awaitPause();
        Process process = bench.host.process(run.job());
        List<ProcessHandle> tree = process.descendants().toList();
        process.destroyForcibly().waitFor();
        tree.forEach(ProcessHandle::destroyForcibly);
        Files.delete(kernel.root.resolve("fault/" + write + "-" + TWO));
        assertThat(bench.follow(run).problem().map(problem -> problem.what().key())).contains("stage.vanished");
    }

    @Test
    void aKilledUndoIsFinishedByUndo() throws Exception {
        bench.apply(plan(ONE, TWO));
        kernel.fault("unbind-" + ONE, "pause");
        StageRun run = bench.runner.start(bench.stage, Action.UNDO, plan(ONE, TWO));
        bench.awaitPause();
        bench.host.process(run.job()).destroyForcibly().waitFor();
        kernel.write("go", "");
        Instant latest = Instant.now().plusSeconds(10);
        while (!kernel.driver(ONE).isEmpty() && Instant.now().isBefore(latest)) {
            Thread.sleep(10);
        }
        assertThat(kernel.driver(ONE)).isEmpty();
        assertThat(bench.undo(plan(ONE, TWO)).problem()).isEmpty();
        asBefore();
    }

    @Test
    void aDriverThatDoesNotComeBackIsSaidSoAndUndoTriesAgain() throws Exception {
        bench.apply(plan(ONE));
        kernel.fault("probe-" + ONE, "ignore");
        StageEvent.Ended first = bench.undo(plan(ONE));
        assertThat(failed(first.report())).containsExactly("gpu.not_given_back");
        assertThat(first.report().changes()).isEmpty();
        Files.delete(kernel.root.resolve("fault/probe-" + ONE));
        assertThat(bench.undo(plan(ONE)).problem()).isEmpty();
        asBefore();
    }

    @Test
    void aRecordThatCannotBeWrittenStopsBeforeAnythingChanges() throws Exception {
        kernel.driverRegistered("vfio-pci");
        kernel.write("var/lib/katagpu", "a file where the folder should be");
        StageEvent.Ended ended = bench.apply(plan(ONE));
        assertThat(ended.problem().map(problem -> problem.what().key())).contains("gpu.finding.no_record");
        assertThat(kernel.writes()).isEmpty();
    }
}
