package org.katagpu.setup.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.katagpu.setup.gpu.GpuFixture.changes;
import static org.katagpu.setup.gpu.GpuFixture.failed;
import static org.katagpu.setup.gpu.GpuFixture.finding;
import static org.katagpu.setup.gpu.GpuFixture.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;

/** What must not be bound, and what the admin is told of it. */
class GpuGuardTest extends AbstractGpuTest {
    private static final String GPU = "0000:3b:00.0";
    private static final String OTHER = "0000:b9:00.0";

    @BeforeEach
    void gpus() throws Exception {
        kernel.gpu(GPU, 81);
        kernel.gpu(OTHER, 97);
        kernel.minor(GPU, 0);
        kernel.minor(OTHER, 1);
    }

    private StageReport refused(Plan plan, String finding) throws Exception {
        StageReport report = bench.check(plan);
        assertThat(report.state()).isEqualTo(StageState.BLOCKED);
        assertThat(failed(report)).contains(finding);
        StageEvent.Ended applied = bench.apply(plan);
        assertThat(applied.problem().map(problem -> problem.what().key()))
                .contains(finding.replaceFirst("\\.", ".finding."));
        assertThat(applied.report().state()).isEqualTo(StageState.BLOCKED);
        assertThat(kernel.writes()).isEmpty();
        return report;
    }

    @Test
    void aHeldGpuIsRefusedWithTheListWithinFiveSeconds() throws Exception {
        kernel.holder(4711, "python3", "/dev/nvidia0");
        kernel.holder(4712, "Xorg", "/dev/nvidia0");
        kernel.holder(4713, "elsewhere", "/dev/nvidia1");
        Instant begin = Instant.now();
        Problem problem = bench.apply(plan(GPU)).problem().orElseThrow();
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThat(problem.what().key()).isEqualTo("gpu.finding.held");
        assertThat(problem.what().arguments().getFirst()).isEqualTo(GPU);
        assertThat(problem.what().arguments().get(1).toString().split(", "))
                .containsExactlyInAnyOrder("python3(4711)", "Xorg(4712)");
        assertThat(finding(refused(plan(GPU), "gpu.held"), "gpu.held").evidence())
                .contains("/proc/4711/fd -> /dev/nvidia0");
    }

    @Test
    void aDesktopHoldsAGpuByItsDrmNodes() throws Exception {
        Files.createDirectories(kernel.root.resolve("sys/bus/pci/devices/" + GPU + "/drm/renderD128"));
        kernel.holder(900, "gnome-shell", "/dev/dri/renderD128");
        refused(plan(GPU), "gpu.held");
    }

    @Test
    void whereTheDriverDoesNotSayWhichMinorIsWhoseAnyHolderCounts() throws Exception {
        Files.delete(kernel.root.resolve("proc/driver/nvidia/gpus/" + GPU + "/information"));
        kernel.holder(4711, "python3", "/dev/nvidia1");
        refused(plan(GPU), "gpu.held");
    }

    @Test
    void aGroupOpenInAVmIsNotUndone() throws Exception {
        bench.apply(plan(GPU));
        kernel.holder(77, "qemu-system-aar", "/dev/vfio/81");
        StageReport checked = bench.check(plan(GPU));
        assertThat(checked.state()).isEqualTo(StageState.DONE);
        assertThat(finding(checked, "gpu.in_use").status()).isEqualTo(Finding.Status.WARN);
        StageEvent.Ended undone = bench.undo(plan(GPU));
        assertThat(undone.problem().map(problem -> problem.what().arguments()))
                .contains(List.of(GPU, "qemu-system-aar(77)"));
        assertThat(kernel.driver(GPU)).isEqualTo("vfio-pci");
    }

    @Test
    void persistencedAloneIsNotStoppedUnasked() throws Exception {
        kernel.holder(812, "nvidia-persiste", "/dev/nvidia0");
        refused(plan(GPU), "gpu.persistenced");
        Plan allowed = Plan.EMPTY.withGpu(plan(GPU).gpu().withStopPersistenced(true));
        assertThat(changes(bench.check(allowed), false)).contains("gpu.persistenced_stop");
        assertThat(bench.apply(allowed).problem()).isEmpty();
        assertThat(kernel.driver(GPU)).isEqualTo("vfio-pci");
        assertThat(kernel.writes()).contains("systemctl stop nvidia-persistenced.service",
                "systemctl start nvidia-persistenced.service");
    }

    /** Any user's process may bear the service's name; the service is told by the id systemd gave it. */
    @Test
    void aProcessThatOnlyBearsPersistencedsNameIsAHolder() throws Exception {
        kernel.holder(813, "nvidia-persiste", "/dev/nvidia0");
        refused(Plan.EMPTY.withGpu(plan(GPU).gpu().withStopPersistenced(true)), "gpu.held");
    }

    @Test
    void persistencedRunsAgainWhenTheBindFails() throws Exception {
        kernel.holder(812, "nvidia-persiste", "/dev/nvidia0");
        kernel.fault("unbind-" + GPU, "refuse");
        Plan allowed = Plan.EMPTY.withGpu(plan(GPU).gpu().withStopPersistenced(true));
        assertThat(bench.apply(allowed).problem()).isPresent();
        assertThat(kernel.writes()).endsWith("systemctl start nvidia-persistenced.service");
    }

    @Test
    void persistencedBesideAnotherHolderIsNotStopped() throws Exception {
        kernel.holder(812, "nvidia-persiste", "/dev/nvidia0");
        kernel.holder(4711, "python3", "/dev/nvidia0");
        refused(Plan.EMPTY.withGpu(plan(GPU).gpu().withStopPersistenced(true)), "gpu.held");
    }

    @ParameterizedTest
    @CsvSource({"020000, gpu.network", "010802, gpu.storage", "060400, gpu.foreign", "088000, gpu.foreign"})
    void whatTheHostNeedsIsNotBound(String pciClass, String finding) throws Exception {
        kernel.device("0000:5e:00.0", "0000:5d:00.0", "15b3:1021:15b3:0001", pciClass, "its_driver", 33);
        refused(plan("0000:5e:00.0"), finding);
    }

    @Test
    void theConsolesGpuIsNotBound() throws Exception {
        kernel.attribute(GPU, "boot_vga", "1");
        refused(plan(GPU), "gpu.display");
        kernel.attribute(GPU, "boot_vga", "0");
        Path fb = Files.createDirectories(kernel.root.resolve("sys/class/graphics/fb0"));
        Path link = Files.createSymbolicLink(fb.resolve("device"), kernel.root.resolve("sys/bus/pci/devices/" + GPU));
        refused(plan(GPU), "gpu.display");
        Files.delete(link);
        kernel.write("proc/iomem", """
                2800000000-2fffffffff : PCI Bus 0000:3b
                  2800000000-280fffffff : 0000:3b:00.0
                    2800000000-28007fffff : efifb""");
        refused(plan(GPU), "gpu.display");
        assertThat(bench.check(plan(OTHER)).state()).isEqualTo(StageState.NEEDED);
    }

    @Test
    void withoutAnIommuNothingIsBound() throws Exception {
        kernel.device("0000:5e:00.0", "0000:5d:00.0", FakeKernel.L20, "030200", "nvidia", -1);
        refused(plan("0000:5e:00.0"), "gpu.no_iommu");
    }

    @Test
    void withoutTheModuleNothingIsBound() throws Exception {
        kernel.fault("modprobe-vfio-pci", "");
        refused(plan(GPU), "gpu.no_vfio");
    }

    @Test
    void virtualFunctionsAreNotPulledAway() throws Exception {
        kernel.attribute(GPU, "sriov_numvfs", "4");
        refused(plan(GPU), "gpu.virtual_functions");
    }

    @Test
    void noChoiceAndNoDeviceAreSaidSo() throws Exception {
        refused(Plan.EMPTY, "gpu.none");
        refused(plan("0000:ff:00.0"), "gpu.absent");
    }

    @Test
    void sleepyVfioIsWarnedOf() throws Exception {
        kernel.driverRegistered("vfio-pci");
        kernel.write("sys/module/vfio_pci/parameters/disable_idle_d3", "N");
        assertThat(finding(bench.check(plan(GPU)), "gpu.idle_d3").status()).isEqualTo(Finding.Status.WARN);
    }

    @Test
    void aChoiceOfAnythingButAddressesCannotBeMade() {
        for (String bad : List.of("", "3b:00.0", "0000:3b:00.0 ", "0000:3b:00.0;reboot", "$(reboot)", "../../etc",
                "0000:3b:00.0\n0000:3c:00.0", "0000:3B:00.0")) {
            assertThatThrownBy(() -> plan(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> plan(GPU).gpu().withIdentities(Map.of(GPU, "10de:26ba'; reboot")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The scripts do not rely on the wizard having looked: a parameter of another form ends them at once. */
    @ParameterizedTest
    @ValueSource(strings = {"DEVICES=0000:3b:00.0 $(touch pwned)", "DEVICES='; touch pwned; '", "DEVICES=../../../tmp",
        "DEVICES=0000:3b:00.0\ntouch pwned", "DEVICES=a[$(touch pwned)]", "IDENTITIES=a[$(touch pwned)]",
        "IDENTITIES=10de:26ba 10de:26ba", "PERSIST=1; touch pwned", "PERSIST=a[$(touch pwned)]",
        "STOP_PERSISTENCED=2", "PATIENCE=0", "PATIENCE=x[$(touch pwned)]", "PATIENCE=99999"})
    void parametersOfAnotherFormAreRefused(String assignment) throws Exception {
        int equals = assignment.indexOf('=');
        Stage hostile = new Stage() {
            @Override
            public String id() {
                return "gpu";
            }

            @Override
            public Map<String, String> parameters(Action action, Plan plan) {
                Map<String, String> parameters = bench.stage.parameters(action, plan);
                parameters.put(assignment.substring(0, equals), assignment.substring(equals + 1));
                return parameters;
            }
        };
        Action action = assignment.startsWith("DEVICES") ? Action.UNDO : Action.APPLY;
        StageEvent.Ended ended = bench.follow(bench.runner.start(hostile, action, plan(GPU)));
        assertThat(ended.problem().map(problem -> problem.what().key())).contains("gpu.finding.parameter");
        assertThatThrownBy(() -> bench.runner.check(hostile, plan(GPU))).isInstanceOf(ProblemException.class);
        assertThat(kernel.writes()).isEmpty();
        assertThat(Path.of("pwned")).doesNotExist();
    }
}
