package org.katagpu.practice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRun;
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
    private Plan confirmed(ScriptedHost host, String image) throws Exception {
        StageReport shown = host.follow(stage, Action.APPLY, plan(image, "")).report();
        assertThat(ScriptedHost.failed(shown)).isEmpty();
        assertThat(shown.question().map(Finding::id)).contains("rootfs.unconfirmed");
        return plan(image, shown.facts().stream().filter(fact -> fact.path("kind").asText().equals("rootfs.driver"))
                .map(fact -> fact.path("sha256").asText()).findFirst().orElseThrow());
    }

    private static String inside(StageReport report, String name) {
        return report.facts().stream().filter(fact -> fact.path("kind").asText().equals("rootfs.inside"))
                .map(fact -> fact.path(name)).map(JsonNode::asText).findFirst().orElseThrow();
    }

    @Test
    void aPartitionedImageIsBuiltAndPutBack() throws Exception {
        try (ScriptedHost host = new ScriptedHost(Persona.KUNPENG_4GPU, temp)) {
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
        try (ScriptedHost host = new ScriptedHost(Persona.KUNPENG_SHARED_GROUP, temp)) {
            Path image = host.file(PLAIN);
            Path before = Files.copy(image, host.file("root/before.img"));
            Plan plan = confirmed(host, PLAIN);
            host.practice().sandbox().inject(Fault.DRIVER, Fault.modulesFail());
            assertThat(ScriptedHost.failed(host.follow(stage, Action.APPLY, plan).report()))
                    .containsExactly("rootfs.modules_failed");
            assertThat(Files.mismatch(image, before)).isEqualTo(-1);
            assertThat(host.file(".practice/mounted")).isEmptyDirectory();
            host.practice().sandbox().heal(Fault.DRIVER);
            assertThat(host.run(stage, Action.APPLY, plan).state()).isEqualTo(StageState.DONE);
        }
    }

    @Test
    @Tag("real")
    void aRunThatIsCancelledLeavesNothing() throws Exception {
        try (ScriptedHost host = new ScriptedHost(Persona.KUNPENG_4GPU, temp)) {
            Path image = host.file(PARTITIONED);
            Path before = Files.copy(image, host.file("root/before.img"));
            Plan plan = confirmed(host, PARTITIONED);
            host.practice().sandbox().pace(Duration.ofMillis(300));
            StageRun run = host.runner().start(stage, Action.APPLY, plan);
            CompletableFuture<StageEvent.Ended> ended = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    ended.complete(host.runner().follow(run, 0, (event, offset) -> {}));
                } catch (ProblemException | InterruptedException failed) {
                    ended.completeExceptionally(failed);
                }
            });
            await(() -> mounts(host).contains("/.katagpu-rootfs."));
            assertThat(ScriptedHost.findings(host.check(stage, plan))).contains("rootfs.running");
            host.runner().cancel(run);
            assertThat(ended.get(20, TimeUnit.SECONDS).problem()).isPresent();
            await(() -> mounts(host).isEmpty() && host.practice().sandbox().processes().isEmpty());
            assertThat(Files.mismatch(image, before)).isEqualTo(-1);
        }
    }

    private static String mounts(ScriptedHost host) {
        try {
            return Files.readString(host.file(".practice/mounts"));
        } catch (IOException justBeingWritten) {
            return "";
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Test
    void aHostWithoutANetworkIsTold() throws Exception {
        try (ScriptedHost host = new ScriptedHost(Persona.KUNPENG_4GPU, temp)) {
            host.practice().sandbox().inject(Fault.NETWORK, Fault.noNetwork());
            assertThat(ScriptedHost.failed(host.follow(stage, Action.APPLY, plan(PARTITIONED, "")).report()))
                    .containsExactly("rootfs.no_network");
            host.practice().sandbox().heal(Fault.NETWORK);
            host.practice().sandbox().inject(Fault.NETWORK, Fault.http(404));
            assertThat(ScriptedHost.failed(host.follow(stage, Action.APPLY, plan(PARTITIONED, "")).report()))
                    .containsExactly("rootfs.http");
        }
    }
}
