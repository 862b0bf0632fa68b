package org.katagpu.setup.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.StageState;

/** A build whose link is lost in each of its long steps: the job goes on to its end, and no step is told twice. */
@Tag("real")
@Tag("beside")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RootfsLinkLossRealTest {
    /** Download, checksum, copy, packages, both passes of the driver's installer, verification, swap. */
    private static final List<String> STEPS = List.of("curl -q -fL *", "sha256sum *", "cp -a *", "dnf *",
            "chroot *--no-kernel-modules*", "chroot *--kernel-modules-only*", "modinfo *guest/kernel*",
            "e2fsck -fn *", "mv -f -- */image *");

    @TempDir
    private Path folder;

    @Test
    void theJobOutlivesEveryLoss() throws Exception {
        try (RootfsFixture bench = new RootfsFixture(folder);
                FileServer server = new FileServer();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            bench.place("partitioned");
            RootfsChoice choice = online(bench, server);
            bench.pauseAt(STEPS.getFirst());
            StageRun run = bench.start(choice);
            var followed = CompletableFuture.supplyAsync(() -> follow(bench, run), threads);
            for (int i = 0; i < STEPS.size(); i++) {
                bench.awaitPause();
                bench.loseLink();
                assertThat(followed).as(STEPS.get(i)).isNotDone();
                if (i + 1 < STEPS.size()) {
                    bench.pauseAt(STEPS.get(i + 1));
                }
            }
            bench.goOn();
            StageEvent.Ended ended = followed.get();

            assertThat(ended.problem()).as(bench.log()).isEmpty();
            assertThat(bench.losses()).isEqualTo(STEPS.size());
            assertThat(bench.events).filteredOn(StageEvent.StepBegan.class::isInstance)
                    .extracting(event -> ((StageEvent.StepBegan) event).number())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 11).boxed().toList());
            bench.clean(RootfsFixture.IMAGE, RootfsFixture.IMAGE + ".katagpu-original");
            assertThat(bench.check(choice).state()).isEqualTo(StageState.DONE);
            assertThat(bench.undo(choice).problem()).isEmpty();
            bench.same("partitioned");
            bench.clean();
        }
    }

    private static RootfsChoice online(RootfsFixture bench, FileServer server) throws Exception {
        byte[] driver = Files.readAllBytes(bench.host.resolve(RootfsFixture.DRIVER.substring(1)));
        server.serve(
                "/tesla/" + DriverVersions.GUIDE.text() + "/" + DriverVersions.GUIDE.fileName(RootfsFixture.machine()),
                driver);
        byte[] repository = "[nvidia-container-toolkit]\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        server.serve("/toolkit.repo", repository);
        String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(driver));
        String confirmed = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(repository));
        return RootfsChoice.NONE.withImage(RootfsFixture.IMAGE).withKernelTree("/kernel").withSizeGib(1)
                .withDriver(DriverChoice.GUIDE.withSha256(sum))
                .withSources(RootfsSources.DEFAULT.withDriverMirror(server.address("/tesla"))
                        .withToolkitRepo(server.address("/toolkit.repo")).withToolkitSha256(confirmed));
    }

    private static StageEvent.Ended follow(RootfsFixture bench, StageRun run) {
        try {
            return bench.follow(run);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
