package org.katagpu.setup.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.setup.gpu.GpuFixture.changes;
import static org.katagpu.setup.gpu.GpuFixture.persistent;
import static org.katagpu.setup.gpu.GpuFixture.plan;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageState;

/** The binding made anew at each boot: on, off, undone, and what its boot script does. */
class GpuPersistTest extends AbstractGpuTest {
    private static final String ONE = "0000:3b:00.0";
    private static final String TWO = "0000:b9:00.0";
    private static final String UNIT = "etc/systemd/system/katagpu-vfio.service";
    private static final String BOOT_SCRIPT = "usr/local/libexec/katagpu/vfio-bind.sh";

    @BeforeEach
    void gpus() throws Exception {
        kernel.gpu(ONE, 81);
        kernel.gpu(TWO, 97);
    }

    private record Boot(int status, String said) {}

    /** Restarts the fake host and runs the unit's script as systemd would. */
    private Boot boot() throws Exception {
        kernel.write("proc/sys/kernel/random/boot_id", "boot-2");
        for (String device : new String[]{ONE, TWO}) {
            kernel.move(device, "nvidia");
            kernel.attribute(device, "driver_override", "(null)");
        }
        Process process = kernel.bash(kernel.root.resolve(BOOT_SCRIPT).toString()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Boot(process.exitValue(), said);
    }

    private boolean nothingLeft() {
        return !kernel.exists(UNIT) && !kernel.exists(BOOT_SCRIPT) && !kernel.exists("usr/local/libexec/katagpu")
                && !Files.isSymbolicLink(kernel.root.resolve(
                        "etc/systemd/system/multi-user.target.wants/katagpu-vfio.service"));
    }

    @Test
    void offByDefault() throws Exception {
        bench.apply(plan(ONE));
        assertThat(nothingLeft()).isTrue();
    }

    @Test
    void onBindsAtBootAndUndoRemovesIt() throws Exception {
        assertThat(changes(bench.check(persistent(ONE)), false)).contains("gpu.persist katagpu-vfio.service");
        StageEvent.Ended applied = bench.apply(persistent(ONE));
        assertThat(applied.problem()).isEmpty();
        assertThat(changes(applied.report(), true)).contains("gpu.persist katagpu-vfio.service");
        assertThat(kernel.text(UNIT)).contains("ExecStart=/bin/bash /" + BOOT_SCRIPT);
        assertThat(bench.check(persistent(ONE)).state()).isEqualTo(StageState.DONE);
        assertThat(bench.apply(persistent(ONE)).report().changes()).isEmpty();

        assertThat(boot()).isEqualTo(new Boot(0, ONE + ": nvidia -> vfio-pci\n"));
        assertThat(kernel.driver(ONE)).isEqualTo("vfio-pci");
        assertThat(kernel.driver(TWO)).isEqualTo("nvidia");
        assertThat(bench.check(persistent(ONE)).state()).isEqualTo(StageState.DONE);

        assertThat(bench.undo(persistent(ONE)).problem()).isEmpty();
        assertThat(nothingLeft()).isTrue();
        assertThat(kernel.driver(ONE)).isEqualTo("nvidia");
    }

    @Test
    void switchingItOffRemovesItAndKeepsTheBinding() throws Exception {
        bench.apply(persistent(ONE));
        assertThat(changes(bench.check(plan(ONE)), false)).containsExactly("gpu.unpersist katagpu-vfio.service");
        assertThat(changes(bench.apply(plan(ONE)).report(), true))
                .containsExactly("gpu.unpersist katagpu-vfio.service");
        assertThat(nothingLeft()).isTrue();
        assertThat(kernel.driver(ONE)).isEqualTo("vfio-pci");
    }

    @Test
    void undoOfOneGpuKeepsItForTheOther() throws Exception {
        bench.apply(persistent(ONE, TWO));
        bench.undo(plan(ONE));
        assertThat(boot().status()).isZero();
        assertThat(kernel.driver(ONE)).isEqualTo("nvidia");
        assertThat(kernel.driver(TWO)).isEqualTo("vfio-pci");
        bench.undo(plan());
        assertThat(nothingLeft()).isTrue();
    }

    @Test
    void theBootScriptRefusesARenumberedMachine() throws Exception {
        bench.apply(persistent(ONE, TWO));
        kernel.attribute(TWO, "device", "0x1021");
        Boot boot = boot();
        assertThat(boot.status()).isEqualTo(1);
        assertThat(boot.said()).startsWith("Refused: at " + TWO + " is 10de:1021");
        assertThat(kernel.driver(ONE)).isEqualTo("nvidia");
        assertThat(kernel.driver(TWO)).isEqualTo("nvidia");
    }

    @Test
    void theBootScriptDoesNotTakeADeviceFromItsHolder() throws Exception {
        bench.apply(persistent(ONE));
        kernel.holder(4711, "python3", "/dev/nvidia0");
        Boot boot = boot();
        assertThat(boot.status()).isEqualTo(1);
        assertThat(boot.said()).contains("held by python3(4711)");
        assertThat(kernel.driver(ONE)).isEqualTo("nvidia");
    }

    @Test
    void whereItCannotBeEnabledTheBindIsRolledBackToo() throws Exception {
        kernel.fault("systemctl-enable", "");
        StageEvent.Ended ended = bench.apply(persistent(ONE));
        assertThat(ended.problem().map(problem -> problem.what().key())).contains("gpu.finding.not_persistent");
        assertThat(nothingLeft()).isTrue();
        assertThat(kernel.driver(ONE)).isEqualTo("nvidia");
    }

    @Test
    void aUnitOfTheSameNameByAnotherHandIsNotReplaced() throws Exception {
        kernel.write(UNIT, "[Unit]\nDescription=mine");
        assertThat(bench.apply(persistent(ONE)).problem()).isPresent();
        assertThat(kernel.text(UNIT)).contains("mine");
        assertThat(kernel.driver(ONE)).isEqualTo("nvidia");
    }
}
