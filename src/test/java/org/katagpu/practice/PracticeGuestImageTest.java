package org.katagpu.practice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.rootfs.DriverChoice;
import org.katagpu.setup.rootfs.RootfsChoice;
import org.katagpu.setup.rootfs.RootfsStage;

/** The guest image on the practice host: downloaded, confirmed, built, put back byte for byte. */
class PracticeGuestImageTest {
    private static final String PARTITIONED = "opt/kata/share/kata-containers/kata-containers-confidential.img";
    private static final String PLAIN = "home/work/images/rootfs.img";

    @TempDir(factory = FastTempDir.class)
    Path temp;
    private final RootfsStage stage = new RootfsStage();

    private static Plan plan(String image, String sha256) {
        return Plan.EMPTY.withRootfs(RootfsChoice.NONE.withImage("/" + image).withSizeGib(8)
                .withKernelTree("/home/work/guest-kernel").withDriver(DriverChoice.GUIDE.withSha256(sha256)));
    }

    /** As the page does it: the first run shows the checksum, the admin confirms it. */
    private Plan confirmed(PlayedHost host, String image) throws Exception {
        StageReport shown = host.follow(stage, Action.APPLY, plan(image, "")).report();
        assertThat(PlayedHost.failed(shown)).containsExactly("rootfs.unconfirmed");
        return plan(image, shown.facts().stream().filter(fact -> fact.path("kind").asText().equals("rootfs.driver"))
                .map(fact -> fact.path("sha256").asText()).findFirst().orElseThrow());
    }

    private static String inside(StageReport report, String name) {
        return report.facts().stream().filter(fact -> fact.path("kind").asText().equals("rootfs.inside"))
                .map(fact -> fact.path(name)).map(JsonNode::asText).findFirst().orElseThrow();
    }

    @Test
    void aPartitionedImageIsBuiltAndPutBack() throws Exception {
        try (PlayedHost host = new PlayedHost(Persona.KUNPENG_4GPU, temp)) {
            Path image = host.file(PARTITIONED);
            Path before = Files.copy(image, host.file("root/before.img"));
            Plan plan = confirmed(host, PARTITIONED);
            assertThat(host.run(stage, Action.APPLY, plan).state()).isEqualTo(StageState.DONE);
            StageReport after = host.check(stage, plan);
            assertThat(after.state()).as(() -> after.findings().toString()).isEqualTo(StageState.DONE);
            assertThat(inside(after, "driver")).isEqualTo("550.127.08");
            assertThat(inside(after, "os")).contains("openEuler");
            assertThat(Files.size(image)).isEqualTo(8L << 30);
            assertThat(host.run(stage, Action.APPLY, plan).changes()).isEmpty();
            host.run(stage, Action.UNDO, plan);
            assertThat(Files.mismatch(image, before)).isEqualTo(-1);
            assertThat(host.file(".practice/mounts")).isEmptyFile();
            assertThat(host.file(".practice/mounted")).isEmptyDirectory();
            assertThat(host.file("mnt")).isEmptyDirectory();
        }
    }

    @Test
    void aModuleBuildThatFailsLeavesThePlainImageAsItWas() throws Exception {
        try (PlayedHost host = new PlayedHost(Persona.KUNPENG_SHARED_GROUP, temp)) {
            Path image = host.file(PLAIN);
            Path before = Files.copy(image, host.file("root/before.img"));
            Plan plan = confirmed(host, PLAIN);
            host.practice().sandbox().inject(Fault.DRIVER, Fault.modulesFail());
            assertThat(PlayedHost.failed(host.follow(stage, Action.APPLY, plan).report()))
                    .containsExactly("rootfs.modules_failed");
            assertThat(Files.mismatch(image, before)).isEqualTo(-1);
            assertThat(host.file(".practice/mounted")).isEmptyDirectory();
            host.practice().sandbox().heal(Fault.DRIVER);
            assertThat(host.run(stage, Action.APPLY, plan).state()).isEqualTo(StageState.DONE);
        }
    }

    @Test
    void aHostWithoutANetworkIsTold() throws Exception {
        try (PlayedHost host = new PlayedHost(Persona.KUNPENG_4GPU, temp)) {
            host.practice().sandbox().inject(Fault.NETWORK, Fault.noNetwork());
            assertThat(PlayedHost.failed(host.follow(stage, Action.APPLY, plan(PARTITIONED, "")).report()))
                    .containsExactly("rootfs.no_network");
            host.practice().sandbox().heal(Fault.NETWORK);
            host.practice().sandbox().inject(Fault.NETWORK, Fault.http(404));
            assertThat(PlayedHost.failed(host.follow(stage, Action.APPLY, plan(PARTITIONED, "")).report()))
                    .containsExactly("rootfs.http");
        }
    }
}
