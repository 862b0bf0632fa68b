package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.RealContainerd;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.StageState;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageStore;

/**
 * The whole stage on a real containerd with ctr and runc, whose shim stands under Kata's name on the daemon's PATH, and
 * an image with a stand-in vLLM.
 */
@Tag("real")
class ServeRealTest {
    private static final String GPU = "0000:3b:00.0";
    private static final String NAME = "katagpu-vllm";

    @TempDir
    private static Path shared;
    private static RealContainerd containerd;
    private static GuestNetwork network;
    private static int namespaces;

    @TempDir
    private Path folder;
    private ServeBench bench;
    private String namespace;
    private Plan plan;

    @BeforeAll
    static void start() throws Exception {
        Path shims = Files.createDirectories(shared.resolve("shims"));
        Files.copy(Path.of("/usr/bin/containerd-shim-runc-v2"), shims.resolve("containerd-shim-kata-v2"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Process make = new ProcessBuilder("bash", "src/test/resources/serve/make-image.sh", "src/test/resources/serve",
                shared.resolve("vllm.tar").toString()).redirectErrorStream(true).start();
        String said = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(make.waitFor()).as(said).isZero();
        containerd = RealContainerd.start(shims);
        network = new GuestNetwork();
    }

    @AfterAll
    static void end() throws Exception {
        network.close();
        containerd.close();
    }

    @BeforeEach
    void bench() throws Exception {
        bench = new ServeBench(folder);
        namespace = "test" + namespaces++;
        containerd.ctr(namespace, "images", "import", shared.resolve("vllm.tar").toString());
        Files.createSymbolicLink(bench.root.resolve("proc"), Path.of("/proc"));
        Files.createSymbolicLink(bench.root.resolve("var/run/netns"), Path.of("/var/run/netns"));
        bench.gpu(GPU, 81, "vfio-pci");
        node(81);
        plan = Plan.EMPTY.withGpu(new GpuChoice(List.of(GPU), false))
                .withImage(ImageChoice.DEFAULT.withStore(new ImageStore(namespace, containerd.address(), "")))
                .withNetwork(Plans.network(network.name)).withServe(Plans.serve("qwen/Qwen1.5-1.8B-Chat", true, false));
    }

    private void node(int group) throws Exception {
        assertThat(new ProcessBuilder("mknod", bench.root.resolve("dev/vfio/" + group).toString(), "c", "1", "3")
                .inheritIO().start().waitFor()).isZero();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(bench.undo(plan).problem()).isEmpty();
        assertThat(containerd.ctr(namespace, "containers", "ls", "-q")).isBlank();
        assertThat(containerd.ctr(namespace, "tasks", "ls", "-q")).isBlank();
        assertThat(containerd.ctr(namespace, "snapshots", "ls")).doesNotContain(NAME);
        assertThat(containerd.ctr(namespace, "leases", "ls", "-q")).isBlank();
        Path records = bench.root.resolve("var/lib/katagpu/serve");
        if (Files.exists(records)) {
            try (Stream<Path> left = Files.walk(records)) {
                assertThat(left.filter(Files::isRegularFile)).allMatch(path -> path.getParent().endsWith("log"));
            }
        }
    }

    @Test
    void theModelIsStartedProvedFoundAgainAndRemoved() throws Exception {
        StageReport before = bench.check(plan);
        assertThat(ServeBench.failed(before)).isEmpty();
        assertThat(before.state()).isEqualTo(StageState.NEEDED);
        assertThat(ServeBench.changes(before, false)).containsExactly("serve.run", "serve.server");

        StageEvent.Ended applied = bench.apply(plan);
        assertThat(applied.problem()).as(bench.log()).isEmpty();
        assertThat(ServeBench.changes(applied.report(), true)).containsExactly("serve.run", "serve.server");
        Proof proof = Proof.of(applied.report().facts());
        assertThat(proof.answers()).isTrue();
        assertThat(proof.confidential()).as("runc makes no VM").isFalse();
        assertThat(bench.log()).contains("vLLM API server version").contains("Loading model weights took");
    }
}
