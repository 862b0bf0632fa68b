package org.katagpu.setup.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.setup.gpu.GpuFixture.changes;
import static org.katagpu.setup.gpu.GpuFixture.failed;
import static org.katagpu.setup.gpu.GpuFixture.persistent;
import static org.katagpu.setup.gpu.GpuFixture.plan;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;

/** A preview of undo names what undo then does, and changes nothing. */
class GpuPreviewTest extends AbstractGpuTest {
    private static final String ONE = "0000:3b:00.0";
    private static final String TWO = "0000:b9:00.0";

    @BeforeEach
    void gpus() throws Exception {
        kernel.gpu(ONE, 81);
        kernel.gpu(TWO, 97);
    }

    private StageReport preview(Plan plan) throws Exception {
        List<String> before = kernel.writes();
        StageReport report = bench.runner.preview(bench.stage, plan);
        assertThat(kernel.writes()).isEqualTo(before);
        assertThat(changes(report, true)).isEmpty();
        return report;
    }

    @Test
    void nothingToTakeBack() throws Exception {
        StageReport report = preview(plan(ONE));
        assertThat(report.state()).isEqualTo(StageState.DONE);
        assertThat(report.changes()).isEmpty();
    }

    @Test
    void namesWhatUndoThenDoes() throws Exception {
        assertThat(bench.apply(persistent(ONE, TWO)).problem()).isEmpty();
        StageReport report = preview(Plan.EMPTY);
        assertThat(report.state()).isEqualTo(StageState.NEEDED);
        assertThat(changes(report, false)).isNotEmpty()
                .isEqualTo(changes(bench.undo(Plan.EMPTY).report(), true));
        assertThat(preview(Plan.EMPTY).state()).isEqualTo(StageState.DONE);
    }

    @Test
    void ofOneOfTwoKeepsTheModuleAndTheUnit() throws Exception {
        assertThat(bench.apply(persistent(ONE, TWO)).problem()).isEmpty();
        assertThat(changes(preview(plan(ONE)), false)).containsExactly("gpu.persist katagpu-vfio.service",
                "gpu.unbind " + ONE + " nvidia").isEqualTo(changes(bench.undo(plan(ONE)).report(), true));
    }

    @Test
    void aGroupOpenInAVmBlocks() throws Exception {
        bench.apply(plan(ONE));
        kernel.holder(77, "qemu-system-aar", "/dev/vfio/81");
        StageReport report = preview(plan(ONE));
        assertThat(report.state()).isEqualTo(StageState.BLOCKED);
        assertThat(failed(report)).containsExactly("gpu.group_open");
    }
}
