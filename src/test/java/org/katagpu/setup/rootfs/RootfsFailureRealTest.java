package org.katagpu.setup.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.setup.rootfs.RootfsFixture.failed;
import static org.katagpu.setup.rootfs.RootfsFixture.finding;
import static org.katagpu.setup.rootfs.RootfsFixture.offline;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.setup.ChecksumQuestion;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;

/** Full disks, bad networks, wrong files, images in use: a finding with what to do, and nothing lost. */
@Tag("real")
@Tag("beside")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RootfsFailureRealTest {
    private static final String VERSION = DriverVersions.GUIDE.text();

    private static final byte[] REPOSITORY = "[nvidia-container-toolkit]\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private static Path folder;
    private static RootfsFixture bench;
    private static byte[] driver;
    private FileServer server;

    @BeforeAll
    static void guest() throws Exception {
        bench = new RootfsFixture(folder);
        driver = Files.readAllBytes(bench.host.resolve(RootfsFixture.DRIVER.substring(1)));
    }

    @BeforeEach
    void asMade() throws Exception {
        bench.reset();
        bench.place("plain");
        Files.deleteIfExists(bench.folder.resolve("fail-dnf"));
        server = new FileServer();
        server.serve("/tesla/" + VERSION + "/" + DriverVersions.GUIDE.fileName(RootfsFixture.machine()), driver);
        server.serve("/toolkit.repo", REPOSITORY);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @AfterAll
    static void leave() throws Exception {
        bench.close();
    }

    private static String sum() throws Exception {
        return sum(driver);
    }

    private static String sum(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private RootfsChoice online() throws Exception {
        return RootfsChoice.NONE.withImage(RootfsFixture.IMAGE).withKernelTree("/kernel")
                .withSources(RootfsSources.DEFAULT.withDriverMirror(server.address("/tesla"))
                        .withToolkitRepo(server.address("/toolkit.repo")).withToolkitSha256(sum(REPOSITORY)));
    }

    private static RootfsChoice confirmed(RootfsChoice choice) throws Exception {
        return choice.withDriver(choice.driver().withSha256(sum()));
    }

    /** It failed with exactly this finding, and the image is as it was. */
    private void failsWith(RootfsChoice choice, String id) throws Exception {
        StageEvent.Ended ended = bench.apply(choice);
        assertThat(failed(ended.report())).as(bench.log()).containsExactly(id);
        assertThat(ended.problem().map(problem -> problem.what().key())).contains(id.replaceFirst("\\.", ".finding."));
        bench.same("plain");
        bench.clean();
    }

    @Test
    void aDownloadIsShownThenConfirmedThenUsedAndNotLoadedTwice() throws Exception {
        StageEvent.Ended first = bench.apply(online());
        assertThat(finding(first.report(), "rootfs.unconfirmed").what().arguments()).contains(sum());
        assertThat(first.question().flatMap(asked -> ChecksumQuestion.of(first.report(), asked)).orElseThrow().sha256())
                .isEqualTo(sum());
        assertThat(failed(first.report())).isEmpty();
        bench.same("plain");
        bench.clean();
        server.serve("/tesla/" + VERSION + "/" + DriverVersions.GUIDE.fileName(RootfsFixture.machine()), new byte[0]);
        StageEvent.Ended second = bench.apply(confirmed(online()));
        assertThat(second.problem()).as(bench.log()).isEmpty();
        assertThat(bench.dnfArguments()).anyMatch(argument -> argument.matches(
                "--setopt=reposdir=.*/mnt/etc/yum\\.repos\\.d,.*/repos")).contains("wget")
                .doesNotContain("--disablerepo=*");
        bench.undo(online());
        assertThat(bench.host.resolve("var/lib/katagpu/rootfs/cache")).doesNotExist();
        bench.same("plain");
    }

    @Test
    void mirrorAndProxyReachDnf() throws Exception {
        RootfsChoice choice = confirmed(online());
        assertThat(bench.apply(choice.withSources(choice.sources().withOsMirror("http://mirror.invalid/os"))).problem())
                .isEmpty();
        assertThat(bench.dnfArguments()).contains("--repofrompath=katagpu-os,http://mirror.invalid/os");
    }

    @Test
    void aBrokenDownloadGoesOnWhereItStopped() throws Exception {
        server.breakAfter(1000);
        assertThat(bench.apply(confirmed(online())).problem()).as(bench.log()).isEmpty();
        assertThat(server.ranges).contains("bytes=1000-");
    }

    @Test
    void aMirrorThatStandsStillIsSaidToBeSlowAndResumedNextTime() throws Exception {
        server.standStillAfter(2000);
        failsWith(confirmed(online()), "rootfs.slow");
        assertThat(bench.apply(confirmed(online())).problem()).as(bench.log()).isEmpty();
        assertThat(server.ranges).contains("bytes=2000-");
    }

    @Test
    void aFileThatIsNotThere() throws Exception {
        failsWith(online().withSources(online().sources().withDriverMirror(server.address("/nowhere"))), "rootfs.http");
    }

    @Test
    void noNetwork() throws Exception {
        String address = server.address("/tesla");
        server.close();
        failsWith(online().withSources(online().sources().withDriverMirror(address)), "rootfs.no_network");
    }

    @Test
    void aWrongChecksumIsNotUsedAndLoadedAnew() throws Exception {
        RootfsChoice wrong = online().withDriver(DriverChoice.GUIDE.withSha256("0".repeat(64)));
        failsWith(wrong, "rootfs.checksum");
        failsWith(offline().withDriver(offline().driver().withSha256("0".repeat(64))), "rootfs.checksum");
        assertThat(bench.apply(confirmed(online())).problem()).as(bench.log()).isEmpty();
    }

    @Test
    void dnfThatFails() throws Exception {
        Files.writeString(bench.folder.resolve("fail-dnf"), "");
        failsWith(offline(), "rootfs.packages_failed");
        assertThat(bench.log()).contains("Failed to download metadata");
    }

    @Test
    void theInstallersOwnLogIsShownWhenItFails() throws Exception {
        // Another version than the installer's: its flags are refused by name.
        failsWith(offline().withDriver(offline().driver().withVersion("580.65.06")), "rootfs.modules_failed");
        assertThat(bench.log()).contains("--- nvidia-installer.log", "ERROR: unexpected flags: --silent");
    }

    @Test
    void anImageInUseIsLeftAlone() throws Exception {
        Path mount = Files.createDirectory(folder.resolve("mounted"));
        RootfsFixture.run("mount", "-o", "loop", bench.image().toString(), mount.toString());
        try {
            assertThat(finding(bench.check(offline()), "rootfs.busy").what().arguments().getLast().toString())
                    .matches("/dev/loop\\d+ \\(" + mount.toRealPath() + "\\)");
            assertThat(failed(bench.apply(offline()).report())).containsExactly("rootfs.busy");
        } finally {
            RootfsFixture.run("umount", mount.toString());
        }
        try (var open = Files.newByteChannel(bench.image(), StandardOpenOption.READ)) {
            assertThat(open.isOpen()).isTrue();
            assertThat(finding(bench.check(offline()), "rootfs.busy").evidence())
                    .startsWith(ProcessHandle.current().pid() + ": /proc/");
        }
        bench.clean();
    }

    @Test
    void aMachineThatNamesTheImageUsesIt() throws Exception {
        Path qemu = Files.copy(Path.of("/usr/bin/sleep"), folder.resolve("qemu-system-aarch64"));
        Process machine = new ProcessBuilder("bash", "-c", "exec -a \"drive=$2\" \"$1\" 60", "vm", qemu.toString(),
                RootfsFixture.IMAGE).start();
        try {
            RootfsFixture.await(() -> machine.info().command().map(qemu.toString()::equals).orElse(false));
            assertThat(finding(bench.check(offline()), "rootfs.busy").what().arguments().getLast().toString())
                    .startsWith("qemu-system-aar");
        } finally {
            machine.destroyForcibly().waitFor();
            Files.delete(qemu);
        }
    }

    @Test
    void anImageChangedDuringTheBuildKeepsItsChange() throws Exception {
        bench.pauseAt("dnf *");
        var run = bench.start(offline());
        bench.awaitPause();
        bench.place("partitioned");
        bench.goOn();
        assertThat(failed(bench.follow(run).report())).containsExactly("rootfs.changed_meanwhile");
        bench.same("partitioned");
        bench.clean();
    }

    @Test
    void tooLittleRoomIsSaidBeforeAnythingIsDone() throws Exception {
        Path images = bench.host.resolve("images");
        RootfsFixture.run("mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", images.toString());
        try {
            RootfsFixture.run("cp", "--sparse=never", folder.resolve("plain.img").toString(), bench.image().toString());
            StageEvent.Ended ended = bench.apply(offline());
            assertThat(failed(ended.report())).isEmpty();
            assertThat(ended.question().map(Finding::id)).contains("rootfs.space");
            assertThat(bench.events).extracting(event -> event.getClass().getSimpleName())
                    .containsOnlyOnce("StepBegan");
        } finally {
            RootfsFixture.run("umount", images.toString());
        }
        RootfsChoice large = offline().withSizeGib(RootfsChoice.MOST_GIB);
        assertThat(bench.check(large).question().map(Finding::id)).contains("rootfs.space");
        // An estimate is no reason to stop an admin who knows better.
        StageReport tried = bench.check(large.withTight(true));
        assertThat(finding(tried, "rootfs.space").status()).isEqualTo(Finding.Status.WARN);
        assertThat(tried.state()).isEqualTo(StageState.NEEDED);
    }

    @Test
    void aDiskThatFillsUpDuringTheCopyLosesNothing() throws Exception {
        Path images = bench.host.resolve("images");
        RootfsFixture.run("mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", images.toString());
        try {
            bench.place("plain");
            bench.pauseAt("cp -a *");
            var run = bench.start(offline());
            bench.awaitPause();
            RootfsFixture.run("bash", "-c", "head -c 200M /dev/zero >\"$1\" || true", "fill",
                    images.resolve("else").toString());
            bench.goOn();
            assertThat(failed(bench.follow(run).report())).containsExactly("rootfs.full");
            bench.same("plain");
            bench.clean(RootfsFixture.IMAGE, "/images/else");
        } finally {
            RootfsFixture.run("umount", images.toString());
        }
    }
}
