package org.katagpu.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.host.Gpu;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.remote.Host;
import org.katagpu.remote.Identity.Elevation;
import org.katagpu.remote.ssh.SshConnector;
import org.katagpu.remote.ssh.trust.HostKeyTrust;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Finding.Status;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.StageState;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.gpu.GpuStage;
import org.katagpu.setup.preflight.HostChecks;
import org.katagpu.setup.preflight.HostScanner;

/** The wizard's own way over the practice host: connect, scan, bind, undo, as the admin would see it. */
class PracticeStagesTest {
    @TempDir(factory = FastTempDir.class)
    Path temp;
    private PracticeHost practice;
    private Host host;
    private StageRunner runner;
    private final GpuStage gpus = new GpuStage(Duration.ofSeconds(1));

    private void play(Persona persona) throws Exception {
        practice = PracticeHost.start(persona, temp);
        host = new SshConnector(new HostKeyTrust(temp, temp.resolve("known_hosts"))).connect(practice.target(),
                practice.questions());
        runner = new StageRunner(host, new HostJobs(host, "admin@laptop", Duration.ofSeconds(2)), new StageScripts(),
                new Messages(Locale.ENGLISH));
    }

    @AfterEach
    void close() throws Exception {
        host.close();
        practice.close();
        try (var left = Files.list(temp)) {
            assertThat(left).isEmpty();
        }
    }

    private HostScan scan() throws Exception {
        return new HostScanner(NvidiaModels.bundled(), InstantSource.system()).scan(host);
    }

    private Map<String, Status> verdicts() throws Exception {
        return HostChecks.judge(scan()).stream().collect(Collectors.toMap(Finding::id, Finding::status));
    }

    private static Plan plan(String... devices) {
        return Plan.EMPTY.withGpu(new GpuChoice(List.of(devices), false));
    }

    private List<String> found(String address) throws Exception {
        return runner.check(gpus, plan(address)).findings().stream().map(Finding::id).toList();
    }

    private StageReport run(Action action, Plan plan) throws Exception {
        return follow(action, plan).report();
    }

    private StageEvent.Ended follow(Action action, Plan plan) throws Exception {
        return runner.follow(runner.start(gpus, action, plan), 0, (event, offset) -> {});
    }

    private String driver(String address) throws Exception {
        Path link = practice.sandbox().root().resolve("sys/bus/pci/devices/" + address + "/driver");
        return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).getFileName().toString() : "";
    }

    @Test
    void theReadyServerFailsNoCheck() throws Exception {
        play(Persona.KUNPENG_4GPU);
        assertThat(host.identity().elevation()).isEqualTo(Elevation.ROOT);
        assertThat(verdicts()).doesNotContainValue(Status.FAIL).doesNotContainValue(Status.UNKNOWN)
                .containsEntry("kata-variant", Status.PASS).containsEntry("tmm", Status.PASS);
        assertThat(scan().gpus().all()).extracting(Gpu::name).containsOnly("NVIDIA L20").hasSize(4);
    }

    @Test
    void theUnpreparedServerFailsWhereItShould() throws Exception {
        play(Persona.KUNPENG_IOMMU_OFF);
        assertThat(verdicts()).containsEntry("iommu", Status.FAIL).containsEntry("tmm", Status.FAIL)
                .containsEntry("cmdline-virtcca", Status.FAIL).containsEntry("kata-shim", Status.FAIL)
                .containsEntry("docker-daemon", Status.FAIL).containsEntry("architecture", Status.PASS);
    }

    @Test
    void theRecordedMachineTellsNothingThatWasNotRecorded() throws Exception {
        play(Persona.RECORDED_H200);
        assertThat(verdicts()).containsEntry("architecture", Status.FAIL).containsEntry("iommu", Status.FAIL)
                .containsEntry("memory", Status.UNKNOWN).containsEntry("disk-docker", Status.UNKNOWN);
        assertThat(scan().gpus().all()).extracting(Gpu::name).containsExactly("NVIDIA H200");
    }

    @Test
    void aGpuIsBoundAndGivenBack() throws Exception {
        play(Persona.KUNPENG_4GPU);
        Plan plan = plan("0000:3b:00.0", "0000:ba:00.0");
        assertThat(runner.check(gpus, plan).state()).isEqualTo(StageState.NEEDED);
        assertThat(run(Action.APPLY, plan).state()).isEqualTo(StageState.DONE);
        assertThat(List.of(driver("0000:3b:00.0"), driver("0000:ba:00.0"))).containsOnly("vfio-pci");
        assertThat(run(Action.APPLY, plan).changes()).isEmpty();
        run(Action.UNDO, plan);
        assertThat(driver("0000:3b:00.0")).isEqualTo("nvidia");
        assertThat(driver("0000:ba:00.0")).isEmpty();
    }

    @Test
    void aSharedGroupGoesAsAWhole() throws Exception {
        play(Persona.KUNPENG_SHARED_GROUP);
        assertThat(runner.check(gpus, plan("0000:bb:00.0")).state()).isEqualTo(StageState.BLOCKED);
        assertThat(found("0000:3d:00.0")).contains("gpu.root_port");
        Plan whole = plan("0000:bb:00.0", "0000:bc:00.0", "0000:bc:00.1", "0000:bc:00.2", "0000:bc:00.3");
        assertThat(run(Action.APPLY, whole).state()).isEqualTo(StageState.DONE);
        run(Action.UNDO, whole);
        assertThat(List.of(driver("0000:bc:00.0"), driver("0000:bc:00.1"), driver("0000:bc:00.2"),
                driver("0000:bc:00.3"))).containsExactly("nvidia", "snd_hda_intel", "xhci_hcd", "nvidia-gpu");
    }

    @Test
    void heldGpusAreRefused() throws Exception {
        play(Persona.KUNPENG_HELD);
        assertThat(found("0000:3b:00.0")).contains("gpu.held");
        assertThat(runner.check(gpus, plan("0000:3b:00.0")).state()).isEqualTo(StageState.BLOCKED);
        assertThat(found("0000:ba:00.0")).contains("gpu.in_use");
    }

    @Test
    void aBindThatFailsHalfWayIsTakenBack() throws Exception {
        play(Persona.KUNPENG_4GPU);
        practice.sandbox().inject("0000:b9:00.0", Fault.probeFails("vfio-pci", "EBUSY"));
        StageEvent.Ended ended = follow(Action.APPLY, plan("0000:3b:00.0", "0000:b9:00.0"));
        assertThat(ended.problem()).isPresent();
        assertThat(List.of(driver("0000:3b:00.0"), driver("0000:b9:00.0"))).containsOnly("nvidia");
    }

    @Test
    void aHungUnbindIsLeftBehindInTime() throws Exception {
        play(Persona.KUNPENG_4GPU);
        practice.sandbox().inject("0000:3b:00.0", Fault.unbindHangs());
        StageEvent.Ended ended = follow(Action.APPLY, plan("0000:3b:00.0"));
        assertThat(ended.problem()).isPresent();
        assertThat(ended.report().findings()).extracting(Finding::id).contains("gpu.stuck");
    }
}
