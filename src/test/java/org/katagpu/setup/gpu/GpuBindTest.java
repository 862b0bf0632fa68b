package org.katagpu.setup.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.setup.gpu.GpuFixture.changes;
import static org.katagpu.setup.gpu.GpuFixture.failed;
import static org.katagpu.setup.gpu.GpuFixture.finding;
import static org.katagpu.setup.gpu.GpuFixture.plan;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;

/** Binding, reading back and undoing, where nothing goes wrong. */
class GpuBindTest extends AbstractGpuTest {
    private static final String ONE = "0000:3b:00.0";
    private static final String TWO = "0000:b9:00.0";
    private static final String AUDIO = "0000:b9:00.1";
    private static final String USB = "0000:b9:00.2";

    @BeforeEach
    void gpus() throws Exception {
        kernel.gpu(ONE, 81);
        kernel.gpu(TWO, 97);
    }

    private void companions() throws Exception {
        kernel.device(AUDIO, "0000:b9:1f.0", "10de:22ba:10de:1851", "040300", "snd_hda_intel", 97);
        kernel.device(USB, "0000:b9:1f.0", "10de:1ad8:10de:1851", "0c0330", "", 97);
    }

    @Test
    void checkSaysWhatWouldChangeAndChangesNothing() throws Exception {
        StageReport report = bench.check(plan(ONE, TWO));
        assertThat(report.state()).isEqualTo(StageState.NEEDED);
        assertThat(changes(report, false)).containsExactly("gpu.module vfio-pci", "gpu.bind " + ONE + " nvidia",
                "gpu.bind " + TWO + " nvidia");
        assertThat(failed(report)).isEmpty();
        assertThat(report.facts()).extracting(fact -> fact.path("bdf").asText() + " " + fact.path("group").asText())
                .containsExactly(ONE + " 81", TWO + " 97");
        assertThat(kernel.writes()).isEmpty();
        assertThat(kernel.exists("var")).isFalse();
    }

    @Test
    void bindsVerifiesAndUndoesOneGpu() throws Exception {
        StageEvent.Ended applied = bench.apply(plan(ONE));
        assertThat(applied.problem()).isEmpty();
        assertThat(applied.report().state()).isEqualTo(StageState.DONE);
        assertThat(changes(applied.report(), true)).containsExactly("gpu.module vfio-pci",
                "gpu.bind " + ONE + " nvidia");
        assertThat(kernel.driver(ONE)).isEqualTo("vfio-pci");
        assertThat(kernel.driver(TWO)).isEqualTo("nvidia");
        assertThat(kernel.exists("dev/vfio/81")).isTrue();
        assertThat(kernel.writes()).containsExactly("modprobe vfio-pci disable_idle_d3=1",
                "/sys/bus/pci/devices/" + ONE + "/driver_override vfio-pci",
                "/sys/bus/pci/devices/" + ONE + "/driver/unbind " + ONE, "/sys/bus/pci/drivers_probe " + ONE);
        assertThat(bench.events).filteredOn(StageEvent.StepBegan.class::isInstance)
                .extracting(event -> ((StageEvent.StepBegan) event).title().key())
                .containsExactly("gpu.step.look", "gpu.step.module", "gpu.step.release", "gpu.step.probe",
                        "gpu.step.verify");
        assertThat(bench.check(plan(ONE)).state()).isEqualTo(StageState.DONE);

        StageEvent.Ended undone = bench.undo(plan(ONE));
        assertThat(undone.problem()).isEmpty();
        assertThat(changes(undone.report(), true)).containsExactly("gpu.unbind " + ONE + " nvidia",
                "gpu.module_unload vfio-pci");
        assertThat(kernel.driver(ONE)).isEqualTo("nvidia");
        assertThat(kernel.override(ONE)).isEmpty();
        assertThat(kernel.exists("dev/vfio/81")).isFalse();
        assertThat(kernel.exists("sys/bus/pci/drivers/vfio-pci")).isFalse();
        assertThat(kernel.root.resolve("var/lib/katagpu/gpu")).isEmptyDirectory();
        assertThat(bench.check(plan(ONE)).state()).isEqualTo(StageState.NEEDED);
    }

    @Test
    void bindsVerifiesAndUndoesTwoGpus() throws Exception {
        assertThat(bench.apply(plan(ONE, TWO)).problem()).isEmpty();
        assertThat(List.of(kernel.driver(ONE), kernel.driver(TWO))).containsOnly("vfio-pci");
        assertThat(kernel.exists("dev/vfio/81") && kernel.exists("dev/vfio/97")).isTrue();
        assertThat(bench.undo(plan(ONE, TWO)).problem()).isEmpty();
        assertThat(List.of(kernel.driver(ONE), kernel.driver(TWO))).containsOnly("nvidia");
    }

    @Test
    void bindsVerifiesAndUndoesASharedGroupWithItsCompanions() throws Exception {
        companions();
        Plan whole = plan(TWO, AUDIO, USB);
        assertThat(bench.apply(whole).problem()).isEmpty();
        assertThat(List.of(kernel.driver(TWO), kernel.driver(AUDIO), kernel.driver(USB))).containsOnly("vfio-pci");
        assertThat(bench.check(whole).state()).isEqualTo(StageState.DONE);
        assertThat(bench.undo(whole).problem()).isEmpty();
        assertThat(List.of(kernel.driver(TWO), kernel.driver(AUDIO), kernel.driver(USB)))
                .containsExactly("nvidia", "snd_hda_intel", "");
    }

    @Test
    void aSharedGroupWithoutItsCompanionIsBlockedByName() throws Exception {
        companions();
        StageReport report = bench.check(plan(TWO));
        assertThat(report.state()).isEqualTo(StageState.BLOCKED);
        assertThat(finding(report, "gpu.group").what().arguments()).containsExactly("97", AUDIO, "snd_hda_intel");
        assertThat(finding(report, "gpu.root_port").status()).isEqualTo(Finding.Status.WARN);
        assertThat(bench.apply(plan(TWO)).problem()).isPresent();
        assertThat(kernel.writes()).isEmpty();
    }

    @Test
    void endpointsBelowTheSameRootPortAreReported() throws Exception {
        kernel.device("0000:3c:00.0", "0000:3c:1f.0", "15b3:1021:15b3:0001", "020000", "mlx5_core", 82);
        kernel.attribute(ONE, "boot_vga", "0");
        StageReport report = bench.check(plan(ONE));
        assertThat(report.state()).isEqualTo(StageState.NEEDED);
        assertThat(report.findings()).extracting(Finding::id).containsExactly("gpu.isolated");
        kernel.device("0000:3b:00.1", "0000:3b:1f.0", "15b3:1021:15b3:0001", "020000", "mlx5_core", 83);
        assertThat(finding(bench.check(plan(ONE)), "gpu.root_port").what().arguments())
                .containsExactly("0000:3b:1f.0", "0000:3b:00.1", "mlx5_core");
    }

    @Test
    void aSecondApplyChangesNothing() throws Exception {
        bench.apply(plan(ONE));
        List<String> before = kernel.writes();
        StageEvent.Ended second = bench.apply(plan(ONE));
        assertThat(second.problem()).isEmpty();
        assertThat(second.report().state()).isEqualTo(StageState.DONE);
        assertThat(second.report().changes()).isEmpty();
        assertThat(bench.events).contains(new StageEvent.LogLine("Nothing to change.", false));
        assertThat(kernel.writes()).isEqualTo(before);
    }

    @Test
    void aSecondUndoHasNothingToDo() throws Exception {
        bench.apply(plan(ONE));
        bench.undo(plan(ONE));
        List<String> before = kernel.writes();
        StageEvent.Ended second = bench.undo(plan(ONE));
        assertThat(second.problem()).isEmpty();
        assertThat(second.report().changes()).isEmpty();
        assertThat(kernel.writes()).isEqualTo(before);
    }

    @Test
    void anEarlierOverrideAndAMissingDriverComeBack() throws Exception {
        kernel.attribute(ONE, "driver_override", "nvidia");
        kernel.device("0000:c1:00.0", "0000:c0:01.0", FakeKernel.L20, "030200", "", 101);
        Plan both = plan(ONE, "0000:c1:00.0");
        assertThat(bench.apply(both).problem()).isEmpty();
        assertThat(bench.undo(both).problem()).isEmpty();
        assertThat(kernel.override(ONE)).isEqualTo("nvidia");
        assertThat(kernel.driver(ONE)).isEqualTo("nvidia");
        assertThat(kernel.driver("0000:c1:00.0")).isEmpty();
        assertThat(kernel.override("0000:c1:00.0")).isEmpty();
    }

    @Test
    void undoTakesBackTheChosenOrWhereNoneIsChosenAll() throws Exception {
        bench.apply(plan(ONE, TWO));
        assertThat(finding(bench.check(plan(ONE)), "gpu.left").what().arguments()).containsExactly(TWO);
        bench.undo(plan(ONE));
        assertThat(List.of(kernel.driver(ONE), kernel.driver(TWO))).containsExactly("nvidia", "vfio-pci");
        bench.undo(Plan.EMPTY);
        assertThat(kernel.driver(TWO)).isEqualTo("nvidia");
    }

    @Test
    void aDeviceBoundBySomebodyElseIsNotUndone() throws Exception {
        kernel.move(ONE, "vfio-pci");
        kernel.write("dev/vfio/81", "");
        assertThat(bench.apply(plan(ONE)).report().changes()).isEmpty();
        bench.undo(plan(ONE));
        assertThat(kernel.driver(ONE)).isEqualTo("vfio-pci");
    }

    @Test
    void anotherAdminsChangeIsLeftAlone() throws Exception {
        bench.apply(plan(ONE));
        kernel.move(ONE, "nouveau");
        List<String> before = kernel.writes().stream().filter(write -> write.contains(ONE)).toList();
        StageEvent.Ended undone = bench.undo(plan(ONE));
        assertThat(undone.problem()).isEmpty();
        assertThat(finding(undone.report(), "gpu.moved_since").what().arguments()).containsExactly(ONE, "nouveau");
        assertThat(kernel.driver(ONE)).isEqualTo("nouveau");
        assertThat(kernel.writes().stream().filter(write -> write.contains(ONE)).toList()).isEqualTo(before);
        assertThat(kernel.exists("var/lib/katagpu/gpu/" + ONE)).isFalse();
    }

    @Test
    void afterARestartThatLostTheBindingThereIsNothingToUndo() throws Exception {
        bench.apply(plan(ONE));
        kernel.write("proc/sys/kernel/random/boot_id", "boot-2");
        kernel.move(ONE, "nvidia");
        kernel.attribute(ONE, "driver_override", "(null)");
        assertThat(bench.check(plan(ONE)).state()).isEqualTo(StageState.NEEDED);
        StageEvent.Ended undone = bench.undo(plan(ONE));
        assertThat(undone.problem()).isEmpty();
        assertThat(undone.report().findings()).isEmpty();
        assertThat(kernel.driver(ONE)).isEqualTo("nvidia");
    }

    @Test
    void aDeviceThatIsNotTheChosenOneIsRefused() throws Exception {
        Plan chosen = Plan.EMPTY.withGpu(
                new GpuChoice(List.of(ONE), false).withIdentities(Map.of(ONE, FakeKernel.L20)));
        assertThat(bench.check(chosen).state()).isEqualTo(StageState.NEEDED);
        assertThat(bench.check(Plan.EMPTY.withGpu(chosen.gpu().withIdentities(Map.of(ONE, "10de:26ba")))).state())
                .isEqualTo(StageState.NEEDED);
        kernel.attribute(ONE, "device", "0x2335");
        StageEvent.Ended refused = bench.apply(chosen);
        assertThat(refused.problem()).get()
                .satisfies(problem -> assertThat(problem.what().key()).isEqualTo("gpu.finding.other_device"));
        assertThat(kernel.writes()).isEmpty();
    }
}
