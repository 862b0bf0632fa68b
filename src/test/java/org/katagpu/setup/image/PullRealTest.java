package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.RealContainerd;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.rootfs.CudaVersion;

/** Pulling from a registry on this machine into a real containerd. */
@Tag("real")
class PullRealTest {
    private static final String REFERENCE = "docker.io/library/vllm-cvm:latest";

    @TempDir
    private Path folder;
    private RealContainerd containerd;
    private LoopbackRegistry registry;
    private ImageFixture bench;

    @BeforeEach
    void start() throws Exception {
        containerd = RealContainerd.start();
        registry = new LoopbackRegistry();
        bench = new ImageFixture(folder);
    }

    @AfterEach
    void end() throws Exception {
        registry.close();
        containerd.close();
    }

    private Plan pulling(String image) {
        return Plan.EMPTY.withImage(ImageChoice.DEFAULT.withWay(ImageWay.REGISTRY)
                .withRegistry(new RegistryImage(image, 1 << 20, true))
                .withStore(new ImageStore("default", containerd.address(), "")));
    }

    @Test
    void anImageForSeveralArchitecturesIsPulledForThisOne() throws Exception {
        String digest = registry.index("v0.11.0", "arm64", "amd64");
        Plan plan = pulling(registry.image("v0.11.0"));
        assertThat(bench.check(plan).state()).isEqualTo(StageState.NEEDED);
        StageEvent.Ended applied = bench.apply(plan);
        assertThat(applied.problem()).isEmpty();
        assertThat(ImageFixture.finding(applied.report(), "image.verified").evidence())
                .isEqualTo(digest + ", linux/" + ImageFile.here());
        assertThat(containerd.ctr("default", "images", "ls", "-q").strip()).isEqualTo(REFERENCE);
        assertThat(bench.check(plan).state()).isEqualTo(StageState.DONE);
        assertThat(bench.check(pulling(registry.image("v0.11.0") + "@" + digest)).state()).isEqualTo(StageState.DONE);
        assertThat(bench.undo(plan).problem()).isEmpty();
        assertThat(containerd.ctr("default", "images", "ls", "-q")).isBlank();
    }

    /** Before a byte of it is pulled, also where the registry wants a token, and of what is here already. */
    @Test
    void whatAnImageNeedsIsKnownBeforeThePull() throws Exception {
        registry.environment("CUDA_VERSION=13.0.2", "NVIDIA_REQUIRE_CUDA=cuda>=13.0", "TORCH_CUDA_ARCH_LIST=8.0 9.0");
        registry.index("v0.20.0", "arm64", "amd64");
        registry.index("other", ImageFile.elsewhere());
        for (String token : List.of("", "abc.DEF-1")) {
            registry.askToken(token);
            StageReport told = bench.check(pulling(registry.image("v0.20.0")));
            ImageNeeds needs = ImageNeeds.of(told.facts()).orElseThrow();
            assertThat(needs.architectures()).containsExactly("arm64", "amd64");
            assertThat(needs.cuda()).contains(new CudaVersion(13, 0));
            assertThat(needs.requirement()).isEqualTo("cuda>=13.0");
            assertThat(needs.made()).isEqualTo("8.0 9.0");
            assertThat(told.findings()).extracting(Finding::id).contains("image.fit_major");
            assertThat(told.state()).isEqualTo(StageState.BLOCKED);
            assertThat(bench.check(pulling(registry.image("other"))).findings()).extracting(Finding::id)
                    .contains("image.fit_arch");
        }
        registry.askToken("");
        assertThat(ImageNeeds.of(bench.check(pulling("127.0.0.1:1/vllm/vllm-openai:v1")).facts())).isEmpty();
        assertThat(bench.apply(pulling(registry.image("v0.20.0"))).problem()).isEmpty();
        StageReport there = bench.check(pulling(registry.image("v0.20.0")));
        assertThat(there.state()).isEqualTo(StageState.DONE);
        assertThat(there.findings()).extracting(Finding::id).contains("image.fit_major");
    }

    @Test
    void whatDoesNotFitOrIsNotThereChangesNothing() throws Exception {
        registry.index("other", ImageFile.elsewhere());
        registry.single("single", ImageFile.elsewhere());
        assertThat(ImageFixture.failed(bench.apply(pulling(registry.image("other"))).report()))
                .containsExactly("image.wrong_arch");
        assertThat(ImageFixture.failed(bench.apply(pulling(registry.image("single"))).report()))
                .containsExactly("image.wrong_arch");
        assertThat(ImageFixture.failed(bench.apply(pulling(registry.image("none"))).report()))
                .containsExactly("image.not_found");
        assertThat(ImageFixture.failed(bench.apply(pulling("127.0.0.1:1/vllm/vllm-openai:v0.11.0")).report()))
                .containsExactly("image.no_network");
        assertThat(containerd.ctr("default", "images", "ls", "-q")).isBlank();
        assertThat(bench.root.resolve("var/lib/katagpu/image")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20})
    void aRegistryThatStandsStillIsGivenUpAndWorksAgainLater(long from) throws Exception {
        registry.index("v0.11.0", "arm64", "amd64");
        registry.standStill(from);
        Plan plan = pulling(registry.image("v0.11.0"));
        StageEvent.Ended stalled = bench.apply(plan);
        assertThat(ImageFixture.failed(stalled.report())).containsExactly("image.slow");
        Finding finding = ImageFixture.finding(stalled.report(), "image.slow");
        assertThat(finding.what().arguments()).containsExactly(registry.image("v0.11.0"),
                String.valueOf(ImageFixture.SECONDS));
        assertThat(finding.evidence()).contains(from == 0 ? ": resolving" : ": downloading 0.0 B/1.0 MiB")
                .doesNotContain("|");
        assertThat(containerd.ctr("default", "images", "ls", "-q")).isBlank();
        assertThat(containerd.ctr("default", "leases", "ls", "-q")).isBlank();
        assertThat(bench.root.resolve("var/lib/katagpu/build")).isEmptyDirectory();

        registry.goOn();
        assertThat(bench.apply(plan).problem()).isEmpty();
        assertThat(bench.undo(plan).problem()).isEmpty();
    }
}
