package org.katagpu.setup.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.host.Gpu;
import org.katagpu.host.HostScan;
import org.katagpu.host.KataShim;
import org.katagpu.host.NvidiaModels;
import org.katagpu.host.Obstacle;
import org.katagpu.host.Obstacle.Kind;
import org.katagpu.practice.Persona;
import org.katagpu.practice.Sandbox;
import org.katagpu.setup.Finding.Status;
import org.katagpu.setup.kata.HostFacts;

/** The scan on the practice host's machines: what each is there to show is found. */
class PersonasTest {
    @TempDir
    Path folder;

    private HostScan scan(Persona persona) throws Exception {
        try (Sandbox sandbox = Sandbox.create(persona, folder)) {
            return new HostScanner(NvidiaModels.bundled(), InstantSource.system())
                    .scan(new FakeRootHost(sandbox.bash(), sandbox.environment()));
        }
    }

    private static Status status(HostScan scan, String check) {
        return HostChecks.named(check).orElseThrow().on(scan).status();
    }

    private static List<Kind> obstacles(HostScan scan, Gpu gpu) {
        return scan.select(List.of(gpu.address())).obstacles().stream().map(Obstacle::kind).toList();
    }

    @Test
    void fourCleanGpus() throws Exception {
        HostScan scan = scan(Persona.KUNPENG_4GPU);
        assertThat(scan.facts().completed()).hasSize(9);
        assertThat(scan.gpus().all()).hasSize(4).allSatisfy(gpu -> {
            assertThat(gpu.name()).isEqualTo("NVIDIA L20");
            assertThat(gpu.alone()).isTrue();
            assertThat(obstacles(scan, gpu)).isEmpty();
        });
        for (String check : List.of("architecture", "os", "kernel", "page-size", "tmm", "kernel-virtcca",
                "cmdline-virtcca", "iommu", "secure-smmu", "cmdline-ecmdq", "idle-d3", "kernel-vfio", "gpus",
                "kata-runtime", "kata-variant", "kata-config", "kata-several", "vfio-node", "containerd", "docker",
                "docker-daemon")) {
            assertThat(status(scan, check)).as(check).isEqualTo(Status.PASS);
        }
        assertThat(status(scan, "advisory-kata")).isEqualTo(Status.WARN);
    }

    @Test
    void sharedGroups() throws Exception {
        HostScan scan = scan(Persona.KUNPENG_SHARED_GROUP);
        assertThat(scan.gpus().all()).hasSize(4).allSatisfy(
                gpu -> assertThat(obstacles(scan, gpu)).as(gpu.address().toString()).contains(Kind.PARTNER_NOT_CHOSEN));
    }

    @Test
    void noIommu() throws Exception {
        HostScan scan = scan(Persona.KUNPENG_IOMMU_OFF);
        assertThat(status(scan, "iommu")).isEqualTo(Status.FAIL);
        assertThat(status(scan, "tmm")).isEqualTo(Status.FAIL);
        assertThat(status(scan, "kata-shim")).isEqualTo(Status.FAIL);
        assertThat(scan.gpus().all()).isNotEmpty()
                .allSatisfy(gpu -> assertThat(obstacles(scan, gpu)).contains(Kind.NO_IOMMU_GROUP));
    }

    @Test
    void lateGroups() throws Exception {
        HostScan scan = scan(Persona.KUNPENG_LATE_GROUPS);
        assertThat(status(scan, "iommu")).isEqualTo(Status.PASS);
        assertThat(scan.gpus().all()).hasSize(3).allMatch(Gpu::groupLate)
                .allSatisfy(gpu -> assertThat(obstacles(scan, gpu)).contains(Kind.GROUP_LATER)
                        .doesNotContain(Kind.NO_IOMMU_GROUP));
        assertThat(scan.select(List.of(scan.gpus().all().getFirst().address())).blocked()).isFalse();
    }

    @Test
    void heldGpus() throws Exception {
        HostScan scan = scan(Persona.KUNPENG_HELD);
        assertThat(scan.gpus().all()).allSatisfy(gpu -> assertThat(obstacles(scan, gpu)).singleElement()
                .isEqualTo(gpu.function().boundToVfio() ? Kind.GROUP_IN_USE : Kind.HELD));
        assertThat(scan.gpus().all()).anySatisfy(gpu -> assertThat(gpu.function().boundToVfio()).isTrue());
    }

    @Test
    void recordedH200() throws Exception {
        HostScan scan = scan(Persona.RECORDED_H200);
        assertThat(scan.gpus().all()).singleElement().satisfies(gpu -> {
            assertThat(gpu.name()).isEqualTo("NVIDIA H200");
            assertThat(obstacles(scan, gpu)).contains(Kind.NO_IOMMU_GROUP);
        });
        assertThat(status(scan, "architecture")).isEqualTo(Status.FAIL);
    }

    @Test
    void twoKatasAreToldApart() throws Exception {
        HostScan scan = scan(Persona.TWO_KATAS);
        assertThat(scan.kata().shims()).extracting(shim -> HostFacts.version(shim).orElseThrow().shown())
                .containsExactly("3.31.0", "3.15.0");
        assertThat(scan.kata().shims()).extracting(KataShim::reads).containsExactly(
                "/usr/share/defaults/kata-containers/configuration.toml",
                "/opt/kata/share/defaults/kata-containers/configuration.toml");
        assertThat(status(scan, "kata-several")).isEqualTo(Status.WARN);
        assertThat(status(scan, "advisory-kata")).isEqualTo(Status.WARN);
    }

    @Test
    void theRuntimeInRustIsSeenForWhatItIs() throws Exception {
        HostScan scan = scan(Persona.KATA_IN_RUST);
        assertThat(scan.kata().chosen()).hasValueSatisfying(shim -> {
            assertThat(shim.isRust()).isTrue();
            assertThat(shim.reads())
                    .isEqualTo("/opt/kata/share/defaults/kata-containers/runtime-rs/configuration.toml");
        });
        assertThat(status(scan, "vfio-node")).isEqualTo(Status.FAIL);
    }
}
