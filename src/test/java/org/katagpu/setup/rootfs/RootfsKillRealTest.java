package org.katagpu.setup.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.setup.rootfs.RootfsFixture.offline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.katagpu.Exhaustive;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.StageState;

/** A build that is cancelled, or killed without a chance to clean up, at every other step ({@link Exhaustive}: every one). */
@Tag("real")
@Tag("beside")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RootfsKillRealTest {
    private static final List<String> STEPS = List.of("sha256sum *", "cp -a *", "truncate *", "e2fsck -fy *",
            "resize2fs *", "tar -c *", "mount -t ext4 -o loop,*", "mount -t devpts *", "dnf *",
            "chroot *--no-kernel-modules*", "chroot *--kernel-modules-only*", "chroot *oci/hooks*",
            "modinfo *guest/kernel*", "umount -R *", "e2fsck -fn *");

    @TempDir
    private static Path folder;
    private static RootfsFixture bench;
    private final RootfsChoice choice = offline().withSizeGib(1);

    @BeforeAll
    static void guest() throws Exception {
        bench = new RootfsFixture(folder);
    }

    @BeforeEach
    void asMade() throws Exception {
        bench.reset();
        bench.place("partitioned");
    }

    @AfterAll
    static void leave() throws Exception {
        bench.close();
    }

    private StageRun runTo(String where) throws Exception {
        bench.pauseAt(where);
        StageRun run = bench.start(choice);
        bench.awaitPause();
        return run;
    }

    private static Stream<String> cancelled() {
        return Exhaustive.part(STEPS, 0, 2);
    }

    private static Stream<String> killed() {
        return Exhaustive.part(Stream.concat(STEPS.stream(), Stream.of("ln -- *", "mv -f -- */image *")).toList(), 1,
                2);
    }

    @ParameterizedTest
    @MethodSource("cancelled")
    void aCancelledRunLeavesNothing(String where) throws Exception {
        StageRun run = runTo(where);
        bench.runner.cancel(run);
        bench.goOn();
        StageEvent.Ended ended = bench.follow(run);
        assertThat(ended.problem().map(problem -> problem.what().key())).contains("stage.cancelled");
        bench.clean();
        bench.same("partitioned");
        assertThat(bench.check(choice).state()).isEqualTo(StageState.NEEDED);
    }

    @ParameterizedTest
    @MethodSource("killed")
    void afterAKillTheNextCheckCleansUp(String where) throws Exception {
        StageRun run = runTo(where);
        killScript(where.startsWith("ln") || where.startsWith("mv"));
        bench.goOn();
        assertThat(bench.follow(run).problem()).isPresent();
        StageReport found = bench.check(choice);
        assertThat(found.findings()).extracting(Finding::id).contains("rootfs.swept");
        assertThat(found.state()).isEqualTo(StageState.NEEDED);
        bench.clean();
        bench.same("partitioned");
        assertThat(bench.apply(choice).problem()).as(bench.log()).isEmpty();
        assertThat(bench.undo(choice).problem()).isEmpty();
        bench.same("partitioned");
    }

    /** The script's own shell alone, the hardest case: nobody tells what it started. */
    private void killScript(boolean andItsChild) throws Exception {
        String job = bench.host.resolve("var/lib/katagpu/jobs").toString();
        ProcessHandle main = ProcessHandle.allProcesses().filter(process -> runs(process, job))
                .min(Comparator.comparingLong(ProcessHandle::pid)).orElseThrow();
        // A rename waits nowhere outside of tests: it is before or after the kill.
        List<ProcessHandle> children = andItsChild ? main.descendants().toList() : List.of();
        main.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        RootfsFixture.await(() -> !main.isAlive() && children.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static boolean runs(ProcessHandle process, String job) {
        try {
            String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
            return line.startsWith("bash\0" + job) && line.contains("/script\0");
        } catch (IOException gone) {
            return false;
        }
    }
}
