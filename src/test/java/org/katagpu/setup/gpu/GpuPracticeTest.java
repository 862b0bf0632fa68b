package org.katagpu.setup.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.setup.gpu.GpuFixture.changes;
import static org.katagpu.setup.gpu.GpuFixture.failed;
import static org.katagpu.setup.gpu.GpuFixture.finding;
import static org.katagpu.setup.gpu.GpuFixture.persistent;
import static org.katagpu.setup.gpu.GpuFixture.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.practice.Fault;
import org.katagpu.practice.Persona;
import org.katagpu.practice.Sandbox;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.StageState;

/** The bind stage on the machines of the practice host, whose sysfs, modprobe and systemctl were written apart. */
class GpuPracticeTest {
    private static final String ONE = "0000:3b:00.0";
    private static final String TWO = "0000:b9:00.0";

    @TempDir
    private Path folder;
    private final List<Sandbox> open = new ArrayList<>();
    private final GpuStage stage = new GpuStage(Duration.ofSeconds(2));

    @AfterEach
    void leave() throws Exception {
        for (Sandbox sandbox : open) {
            sandbox.close();
        }
    }

    private final class Machine {
        final Sandbox sandbox;
        final StageRunner runner;

        Machine(Persona persona) throws Exception {
            sandbox = Sandbox.create(persona, folder);
            open.add(sandbox);
            LocalJobsHost host = new LocalJobsHost(sandbox::shell, folder);
            runner = new StageRunner(host, host, new StageScripts(), new Messages(Locale.ENGLISH));
        }

        StageReport check(Plan plan) throws Exception {
            return runner.check(stage, plan);
        }

        StageEvent.Ended run(Action action, Plan plan) throws Exception {
            return runner.follow(runner.start(stage, action, plan), 0, (event, offset) -> {});
        }

        List<String> drivers(String... devices) {
            return Arrays.stream(devices).map(device -> {
                Path link = sandbox.root().resolve("sys/bus/pci/devices/" + device + "/driver");
                try {
                    return Files.exists(link) ? link.toRealPath().getFileName().toString() : "";
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).toList();
        }

        boolean exists(String path) {
            return Files.exists(sandbox.root().resolve(path));
        }

        /** Bind, verify, undo. */
        void bindsAndGivesBack(String... devices) throws Exception {
            List<String> before = drivers(devices);
            Plan chosen = plan(devices);
            StageReport first = check(chosen);
            assertThat(failed(first)).isEmpty();
            assertThat(first.state()).isEqualTo(StageState.NEEDED);

            StageEvent.Ended applied = run(Action.APPLY, chosen);
            assertThat(applied.problem()).isEmpty();
            assertThat(changes(applied.report(), true)).isEqualTo(changes(first, false));
            assertThat(drivers(devices)).containsOnly("vfio-pci");
            assertThat(check(chosen).state()).isEqualTo(StageState.DONE);
            assertThat(run(Action.APPLY, chosen).report().changes()).isEmpty();

            assertThat(run(Action.UNDO, chosen).problem()).isEmpty();
            assertThat(drivers(devices)).isEqualTo(before);
            assertThat(check(chosen).state()).isEqualTo(StageState.NEEDED);
            assertThat(run(Action.UNDO, chosen).report().changes()).isEmpty();
        }
    }

    @Test
    void oneGpu() throws Exception {
        new Machine(Persona.KUNPENG_4GPU).bindsAndGivesBack(ONE);
    }

    @Test
    void twoGpus() throws Exception {
        new Machine(Persona.KUNPENG_4GPU).bindsAndGivesBack(ONE, TWO);
    }

    @Test
    void aSharedGroupWithItsCompanions() throws Exception {
        Machine machine = new Machine(Persona.KUNPENG_SHARED_GROUP);
        assertThat(machine.check(plan("0000:bc:00.0")).state()).isEqualTo(StageState.BLOCKED);
        machine.bindsAndGivesBack("0000:bb:00.0", "0000:bc:00.0", "0000:bc:00.1", "0000:bc:00.2", "0000:bc:00.3");
    }

    @Test
    void twoGpusOfOneRootPortAreReported() throws Exception {
        StageReport report = new Machine(Persona.KUNPENG_SHARED_GROUP).check(plan("0000:3d:00.0"));
        assertThat(finding(report, "gpu.root_port").what().arguments())
                .containsExactly("0000:3a:00.0", "0000:3e:00.0", "nvidia");
    }

    @Test
    void aHeldGpuIsRefusedWithItsHoldersWithinFiveSeconds() throws Exception {
        Machine machine = new Machine(Persona.KUNPENG_HELD);
        Instant begin = Instant.now();
        Problem problem = machine.run(Action.APPLY, plan(ONE)).problem().orElseThrow();
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThat(problem.what().key()).isEqualTo("gpu.finding.held");
        assertThat(problem.what().arguments().get(1).toString()).contains("python3(4200117)", "nv-hostengine(4200102)");
        assertThat(machine.drivers(ONE)).containsExactly("nvidia");
    }

    @Test
    void aGpuThatOnlyPersistencedHoldsIsHadWhenAllowed() throws Exception {
        Machine machine = new Machine(Persona.KUNPENG_HELD);
        assertThat(failed(machine.check(plan(TWO)))).containsExactly("gpu.persistenced");
        Plan allowed = Plan.EMPTY.withGpu(plan(TWO).gpu().withStopPersistenced(true));
        assertThat(machine.run(Action.APPLY, allowed).problem()).isEmpty();
        assertThat(machine.drivers(ONE, TWO)).containsExactly("nvidia", "vfio-pci");
    }

    @Test
    void aGpuInAVmStaysThere() throws Exception {
        Machine machine = new Machine(Persona.KUNPENG_HELD);
        StageReport report = machine.check(plan("0000:ba:00.0"));
        assertThat(report.state()).isEqualTo(StageState.DONE);
        assertThat(finding(report, "gpu.in_use").what().arguments().get(1)).isEqualTo("qemu-system-aar(4200230)");
    }

    @Test
    void aBindThatFailsHalfWayIsRolledBack() throws Exception {
        Machine machine = new Machine(Persona.KUNPENG_4GPU);
        machine.sandbox.inject(TWO, Fault.probeFails("vfio-pci", "EBUSY"));
        StageEvent.Ended ended = machine.run(Action.APPLY, plan(ONE, TWO));
        assertThat(failed(ended.report())).containsExactly("gpu.not_bound");
        assertThat(ended.report().changes()).isEmpty();
        assertThat(machine.drivers(ONE, TWO)).containsOnly("nvidia");
        machine.sandbox.heal(TWO);
        machine.bindsAndGivesBack(ONE, TWO);
    }

    @Test
    void anUnbindThatHangsIsBounded() throws Exception {
        Machine machine = new Machine(Persona.KUNPENG_4GPU);
        machine.sandbox.inject(TWO, Fault.unbindHangs());
        Instant begin = Instant.now();
        StageEvent.Ended ended = machine.run(Action.APPLY, plan(ONE, TWO));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(12));
        assertThat(failed(ended.report())).containsExactly("gpu.stuck");
        assertThat(machine.drivers(ONE)).containsExactly("nvidia");
    }

    @Test
    void withoutAnIommuItIsSaidSo() throws Exception {
        assertThat(failed(new Machine(Persona.KUNPENG_IOMMU_OFF).check(plan(ONE)))).contains("gpu.no_iommu");
    }

    @Test
    void aGroupThatShowsLateIsBoundAndGivenBack() throws Exception {
        new Machine(Persona.KUNPENG_LATE_GROUPS).bindsAndGivesBack(ONE, "0000:3c:00.0");
    }

    @Test
    void aLateGroupThatIsSharedIsTakenBack() throws Exception {
        Machine machine = new Machine(Persona.KUNPENG_LATE_GROUPS);
        StageEvent.Ended ended = machine.run(Action.APPLY, plan("0000:bb:00.0"));
        assertThat(finding(ended.report(), "gpu.group").what().arguments())
                .containsExactly("96", "0000:bc:00.0", "nvme");
        assertThat(ended.report().changes()).isEmpty();
        assertThat(machine.drivers("0000:bb:00.0", "0000:bc:00.0")).containsExactly("", "nvme");
    }

    @Test
    void persistenceIsSwitchedOnAndUndone() throws Exception {
        Machine machine = new Machine(Persona.KUNPENG_4GPU);
        assertThat(machine.run(Action.APPLY, persistent(ONE)).problem()).isEmpty();
        assertThat(machine.exists("etc/systemd/system/katagpu-vfio.service")).isTrue();
        assertThat(machine.check(persistent(ONE)).state()).isEqualTo(StageState.DONE);
        assertThat(machine.run(Action.UNDO, persistent(ONE)).problem()).isEmpty();
        assertThat(machine.exists("etc/systemd/system/katagpu-vfio.service")).isFalse();
    }
}
