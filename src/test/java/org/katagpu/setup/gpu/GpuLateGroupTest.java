package org.katagpu.setup.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.setup.gpu.GpuFixture.changes;
import static org.katagpu.setup.gpu.GpuFixture.failed;
import static org.katagpu.setup.gpu.GpuFixture.finding;
import static org.katagpu.setup.gpu.GpuFixture.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.job.JobEnd;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.StageState;

/** arm64 before kernel 6.15: a GPU on which no driver was tried has no IOMMU group yet. */
class GpuLateGroupTest extends AbstractGpuTest {
    private static final String GPU = "0000:3b:00.0";
    private static final String PORT = "0000:3b:1f.0";
    private static final String OTHER = "0000:b9:00.0";
    private static final String NIC = "0000:3b:02.0";

    @BeforeEach
    void gpus() throws Exception {
        kernel.smmu();
        kernel.write("proc/sys/kernel/osrelease", "6.6.0-98.0.0.103.oe2403sp2.aarch64");
        kernel.lateGpu(GPU, PORT, 81);
    }

    private void nic(int group) throws Exception {
        kernel.device(NIC, PORT, "19e5:a222:19e5:0454", "020000", "hns3", group);
    }

    private void untouched() throws Exception {
        assertThat(kernel.driver(GPU)).isEmpty();
        assertThat(kernel.override(GPU)).isEmpty();
        assertThat(kernel.exists("sys/bus/pci/drivers/vfio-pci")).isFalse();
        assertThat(kernel.root.resolve("var/lib/katagpu/gpu")).isEmptyDirectory();
    }

    @Test
    void noGroupYetIsNotAnIommuThatIsOff() throws Exception {
        StageReport report = bench.check(plan(GPU));
        assertThat(report.state()).isEqualTo(StageState.NEEDED);
        assertThat(failed(report)).isEmpty();
        assertThat(finding(report, "gpu.group_late").status()).isEqualTo(Finding.Status.WARN);
        assertThat(finding(report, "gpu.group_late").evidence()).contains("smmu3.0x0000000140000000");
        assertThat(report.findings()).extracting(Finding::id).as("nothing is promised").doesNotContain("gpu.isolated");
        assertThat(kernel.writes()).isEmpty();
    }

    @Test
    void anIsolatedOneIsBoundJudgedAndUndone() throws Exception {
        StageEvent.Ended applied = bench.apply(plan(GPU));
        assertThat(applied.problem()).isEmpty();
        assertThat(changes(applied.report(), true)).containsExactly("gpu.module vfio-pci", "gpu.bind " + GPU + " -");
        assertThat(applied.report().findings()).extracting(Finding::id).contains("gpu.isolated");
        assertThat(kernel.exists("dev/vfio/81")).isTrue();
        assertThat(bench.check(plan(GPU)).state()).isEqualTo(StageState.DONE);
        assertThat(bench.apply(plan(GPU)).report().changes()).isEmpty();
        assertThat(bench.undo(plan(GPU)).problem()).isEmpty();
        untouched();
        assertThat(bench.check(plan(GPU)).findings()).as("now the group is known").extracting(Finding::id)
                .contains("gpu.isolated").doesNotContain("gpu.group_late");
    }

    @Test
    void oneThatSharesItsGroupIsTakenBackBeforeAnythingIsTold() throws Exception {
        nic(81);
        kernel.gpu(OTHER, 97);
        StageEvent.Ended ended = bench.apply(plan(GPU, OTHER));
        assertThat(ended.problem().map(problem -> problem.what().key())).contains("gpu.finding.group");
        assertThat(finding(ended.report(), "gpu.group").what().arguments()).containsExactly("81", NIC, "hns3");
        assertThat(ended.report().changes()).isEmpty();
        assertThat(ended.report().findings()).extracting(Finding::id).contains("gpu.rolled_back");
        assertThat(kernel.writes()).as("the other one was not touched").noneMatch(write -> write.contains(OTHER));
        assertThat(kernel.driver(NIC)).isEqualTo("hns3");
        untouched();
        assertThat(failed(bench.check(plan(GPU)))).as("now it is known beforehand").containsExactly("gpu.group");
    }

    @Test
    void aDriverOnTheSameConventionalBusIsSeenThoughItHasNoGroup() throws Exception {
        kernel.conventional(GPU);
        nic(-1);
        kernel.conventional(NIC);
        assertThat(failed(bench.check(plan(GPU)))).containsExactly("gpu.bus");
        assertThat(failed(bench.apply(plan(GPU)).report())).containsExactly("gpu.bus");
        assertThat(kernel.writes()).isEmpty();
    }

    /** Only the first of them gets a group; the second stays reserved and goes along. */
    @Test
    void twoFunctionsOfOneConventionalBusGoTogether() throws Exception {
        String second = "0000:3b:00.1";
        kernel.lateGpu(second, PORT, -1);
        kernel.conventional(GPU);
        kernel.conventional(second);
        assertThat(bench.apply(plan(GPU, second)).problem()).isEmpty();
        assertThat(kernel.driver(GPU)).isEqualTo("vfio-pci");
        assertThat(kernel.driver(second)).isEmpty();
        assertThat(kernel.override(second)).isEqualTo("vfio-pci");
        assertThat(bench.check(plan(GPU, second)).state()).isEqualTo(StageState.DONE);
        StageEvent.Ended undone = bench.undo(plan(GPU, second));
        assertThat(undone.problem()).isEmpty();
        assertThat(changes(undone.report(), true)).contains("gpu.unbind " + second + " -");
        assertThat(kernel.override(second)).isEmpty();
        untouched();
    }

    @Test
    void oneThatGetsNoGroupAtAllIsTakenBack() throws Exception {
        kernel.write("late/" + GPU, "-");
        StageEvent.Ended ended = bench.apply(plan(GPU));
        assertThat(failed(ended.report())).containsExactly("gpu.no_group");
        untouched();
    }

    @ParameterizedTest
    @CsvSource({"6.15.0-1.aarch64", "7.0.3", "6.18.44"})
    void fromKernel615OnNoGroupMeansNone(String release) throws Exception {
        kernel.write("proc/sys/kernel/osrelease", release);
        assertThat(failed(bench.check(plan(GPU)))).containsExactly("gpu.no_iommu");
    }

    @Test
    void withoutAnSmmuItIsOff() throws Exception {
        Files.walk(kernel.root.resolve("sys/class/iommu")).sorted(java.util.Comparator.reverseOrder())
                .forEach(path -> path.toFile().delete());
        assertThat(failed(bench.check(plan(GPU)))).containsExactly("gpu.no_iommu");
    }

    @Test
    void oneThatADriverHasAndStillNoGroupHasNone() throws Exception {
        kernel.device(OTHER, "0000:b9:1f.0", FakeKernel.L20, "030200", "nvidia", -1);
        assertThat(failed(bench.check(plan(OTHER)))).containsExactly("gpu.no_iommu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"override", "probe"})
    void killedInTheMiddleUndoTakesItBack(String write) throws Exception {
        killed(write);
        assertThat(bench.check(plan(GPU)).findings()).extracting(Finding::id).contains("gpu.interrupted");
        assertThat(bench.undo(plan(GPU)).problem()).isEmpty();
        untouched();
    }

    @ParameterizedTest
    @ValueSource(strings = {"override", "probe"})
    void killedInTheMiddleApplyFinishesIt(String write) throws Exception {
        killed(write);
        assertThat(bench.apply(plan(GPU)).problem()).isEmpty();
        assertThat(kernel.driver(GPU)).isEqualTo("vfio-pci");
        assertThat(bench.undo(plan(GPU)).problem()).isEmpty();
        untouched();
    }

    private void killed(String write) throws Exception {
        kernel.fault(write + "-" + GPU, "pause");
        StageRun run = bench.runner.start(bench.stage, Action.APPLY, plan(GPU));
        bench.awaitPause();
        Process process = bench.host.process(run.job());
        List<ProcessHandle> tree = process.descendants().toList();
        process.destroyForcibly().waitFor();
        tree.forEach(ProcessHandle::destroyForcibly);
        Files.delete(kernel.root.resolve("fault/" + write + "-" + GPU));
        assertThat(bench.follow(run).end()).isEqualTo(new JobEnd.Vanished());
    }

    @Test
    void atBootItIsBoundAgainThoughItsGroupComesLate() throws Exception {
        assertThat(bench.apply(GpuFixture.persistent(GPU)).problem()).isEmpty();
        kernel.attribute(GPU, "driver_override", "(null)");
        Path device = kernel.root.resolve("sys/bus/pci/devices/" + GPU);
        Files.delete(device.resolve("driver").toRealPath().resolve(GPU));
        Files.delete(device.resolve("driver"));
        Files.delete(device.resolve("iommu_group"));
        Files.delete(kernel.root.resolve("sys/kernel/iommu_groups/81/devices/" + GPU));
        Files.delete(kernel.root.resolve("dev/vfio/81"));
        Process boot = kernel.bash(kernel.root.resolve("usr/local/libexec/katagpu/vfio-bind.sh").toString())
                .redirectErrorStream(true).start();
        String said = new String(boot.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(boot.waitFor()).as(said).isZero();
        assertThat(kernel.driver(GPU)).isEqualTo("vfio-pci");
    }
}
