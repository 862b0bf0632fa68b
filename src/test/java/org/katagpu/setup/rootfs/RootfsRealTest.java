package org.katagpu.setup.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.setup.rootfs.RootfsFixture.changes;
import static org.katagpu.setup.rootfs.RootfsFixture.failed;
import static org.katagpu.setup.rootfs.RootfsFixture.finding;
import static org.katagpu.setup.rootfs.RootfsFixture.offline;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;

/** Building a guest image and taking it back, with real mounts, loop devices, e2fsprogs and chroot. */
@Tag("real")
@Tag("beside")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RootfsRealTest {
    private static final String BACKUP = RootfsFixture.IMAGE + ".katagpu-original";

    @TempDir
    private static Path folder;
    private static RootfsFixture bench;

    @BeforeAll
    static void guest() throws Exception {
        bench = new RootfsFixture(folder);
    }

    @BeforeEach
    void asMade() throws Exception {
        bench.reset();
    }

    @AfterAll
    static void leave() throws Exception {
        bench.close();
    }

    private void applied(RootfsChoice choice) throws Exception {
        StageEvent.Ended ended = bench.apply(choice);
        assertThat(ended.problem()).as(bench.log()).isEmpty();
        assertThat(ended.report().state()).isEqualTo(StageState.DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "partitioned"})
    void buildsVerifiesAndTakesBack(String kind) throws Exception {
        bench.place(kind);
        RootfsChoice choice = offline().withSizeGib(1);
        StageReport before = bench.check(choice);
        assertThat(before.state()).as(before.findings().toString()).isEqualTo(StageState.NEEDED);
        assertThat(changes(before)).containsExactly("rootfs.grow", "rootfs.packages", "rootfs.driver", "rootfs.hook",
                "rootfs.backup");
        bench.same(kind);
        bench.clean();

        applied(choice);
        bench.clean(RootfsFixture.IMAGE, BACKUP);
        assertThat(Files.size(bench.image())).isEqualTo(1L << 30);
        assertThat(Files.mismatch(bench.host.resolve("images/guest.img.katagpu-original"),
                folder.resolve(kind + ".img"))).isEqualTo(-1);
        assertThat(bench.check(choice).state()).isEqualTo(StageState.DONE);

        StageEvent.Ended second = bench.apply(choice);
        assertThat(second.problem()).isEmpty();
        assertThat(second.report().changes()).isEmpty();
        assertThat(bench.log()).contains("Nothing to change.");

        StageEvent.Ended undone = bench.undo(choice);
        assertThat(undone.problem()).isEmpty();
        assertThat(changes(undone.report())).containsExactly("rootfs.restore");
        bench.same(kind);
        bench.clean();
        assertThat(bench.undo(choice).report().changes()).isEmpty();
    }

    @Test
    void aQcow2ImageIsRefusedOrConverted() throws Exception {
        bench.place("qcow2");
        assertThat(failed(bench.check(offline()))).containsExactly("rootfs.qcow2");
        RootfsChoice choice = offline().withConvert(true);
        assertThat(changes(bench.check(choice))).startsWith("rootfs.convert");
        applied(choice);
        assertThat(bench.check(choice).state()).isEqualTo(StageState.DONE);
        assertThat(bench.undo(choice).problem()).isEmpty();
        bench.same("qcow2");
        bench.clean();
    }

    /** Partitions as sfdisk's input says, with the plain file system from 3 MiB on. */
    private void partitioned(String table) throws Exception {
        RootfsFixture.run("bash", "-c", "truncate -s 80M \"$1\" && sfdisk -q \"$1\" <<<\"$3\""
                + " && dd if=\"$2\" of=\"$1\" bs=1M seek=3 conv=notrunc,sparse status=none", "make",
                bench.image().toString(), folder.resolve("plain.img").toString(), table);
    }

    @Test
    void aGptImageGrowsWithItsTable() throws Exception {
        partitioned("label: gpt\nstart=6144");
        Path before = Files.copy(bench.image(), folder.resolve("gpt.img"));
        RootfsChoice choice = offline().withSizeGib(1);
        applied(choice);
        assertThat(RootfsFixture.run("sfdisk", "-V", bench.image().toString())).contains("No errors detected");
        assertThat(bench.check(choice).state()).isEqualTo(StageState.DONE);
        assertThat(bench.undo(choice).problem()).isEmpty();
        assertThat(Files.mismatch(bench.image(), before)).isEqualTo(-1);
        bench.clean();
    }

    @Test
    void aPartitionWithAnotherBehindItKeepsItsSize() throws Exception {
        partitioned("label: dos\nstart=6144, size=135168, type=83\nstart=143360, type=83");
        assertThat(failed(bench.check(offline().withSizeGib(1)))).containsExactly("rootfs.not_last");
        assertThat(bench.check(offline()).state()).isEqualTo(StageState.NEEDED);
    }

    @Test
    void anImageUnderVerityOrOfAnotherKindIsRefused() throws Exception {
        partitioned("label: dos\nstart=6144, size=135168, type=83\nstart=143360, type=83");
        RootfsFixture.run("bash", "-c", "printf verity | dd of=\"$1\" bs=512 seek=143360 conv=notrunc status=none",
                "make", bench.image().toString());
        assertThat(failed(bench.check(offline()))).containsExactly("rootfs.verity");
        Files.writeString(bench.image(), "hsqs".repeat(1000));
        assertThat(failed(bench.check(offline()))).containsExactly("rootfs.layout");
        Files.delete(bench.image());
        assertThat(failed(bench.check(offline()))).containsExactly("rootfs.absent");
    }

    @Test
    void nothingOfTheRunStaysInsideAndTheGuestsOwnFilesComeBack() throws Exception {
        bench.place("plain");
        applied(offline());
        assertThat(bench.inside("stat /etc/resolv.conf")).contains("/run/resolv.conf");
        assertThat(bench.inside("ls /etc")).doesNotContain("katagpu");
        assertThat(bench.inside("ls /tmp")).doesNotContain("katagpu");
        assertThat(bench.inside("ls /home")).doesNotContain("kernel");
        assertThat(bench.inside("ls /dev")).doesNotContain("null");
        assertThat(bench.inside("stat /usr/share/oci/hooks/prestart/nvidia-container-toolkit.sh"))
                .contains("Mode:  0755");
        assertThat(bench.inside("cat /etc/nvidia-container-runtime/config.toml")).contains("\nno-cgroups = true\n")
                .contains("load-kmods = true");
    }

    @Test
    void dnfIsAskedForTheReleaseOfTheImageAndNothingWeak() throws Exception {
        bench.place("plain");
        applied(offline());
        assertThat(bench.dnfArguments()).startsWith("-y").contains("--releasever=24.03",
                "--setopt=install_weak_deps=False", "--disablerepo=*", "install",
                bench.host + "/sources/nvidia-container-toolkit.rpm");
        assertThat(bench.dnfArguments().get(1)).matches("--installroot=.*/\\.katagpu-rootfs\\.[0-9-]+/mnt");
        bench.undo(offline());
        applied(offline().withReleaseVersion("24.03LTS_SP2"));
        assertThat(bench.dnfArguments()).contains("--releasever=24.03LTS_SP2");
    }

    @Test
    void otherModulesAreBuiltFromTheOriginalWhichStaysTheBackup() throws Exception {
        bench.place("plain");
        applied(offline());
        RootfsChoice open = offline().withDriver(offline().driver().withModules(ModuleKind.OPEN));
        assertThat(changes(bench.check(open))).containsExactly("rootfs.driver");
        applied(open);
        assertThat(bench.check(open).state()).isEqualTo(StageState.DONE);
        assertThat(bench.check(offline()).state()).isEqualTo(StageState.NEEDED);
        bench.clean(RootfsFixture.IMAGE, BACKUP);
        assertThat(bench.undo(RootfsChoice.NONE).problem()).isEmpty();
        bench.same("plain");
    }

    @Test
    void anImageChangedByOthersSinceIsNotTakenBack() throws Exception {
        bench.place("plain");
        applied(offline());
        bench.place("partitioned");
        StageEvent.Ended undone = bench.undo(offline());
        assertThat(failed(undone.report())).containsExactly("rootfs.moved_since");
        bench.same("partitioned");
        assertThat(finding(bench.check(offline()), "rootfs.moved_since").what().arguments()).contains(BACKUP);
    }

    @Test
    void aKernelWithoutModulesOrNotBuiltIsRefusedWithTheRemedy() throws Exception {
        bench.place("plain");
        Path config = bench.host.resolve("kernel/.config");
        String good = Files.readString(config);
        Files.writeString(config, good.replace("CONFIG_MODULES=y", "# CONFIG_MODULES is not set"));
        assertThat(failed(bench.check(offline()))).containsExactly("rootfs.kernel_no_modules");
        Files.writeString(config, good);
        Files.delete(bench.host.resolve("kernel/Module.symvers"));
        assertThat(finding(bench.check(offline()), "rootfs.kernel_unbuilt").evidence()).isEqualTo("Module.symvers");
        assertThat(failed(bench.check(offline().withKernelTree("")))).containsExactly("rootfs.kernel_unchosen");
    }

    @Test
    void aGuestKernelOfTheHostsNameIsRefusedWhileTheHostHasTheDriverLoaded() throws Exception {
        bench.place("plain");
        Files.writeString(bench.host.resolve("kernel/include/config/kernel.release"),
                Files.readString(Path.of("/proc/sys/kernel/osrelease")));
        assertThat(failed(bench.check(offline()))).isEmpty();
        Files.createDirectory(bench.host.resolve("sys/module/nvidia"));
        assertThat(failed(bench.check(offline()))).containsExactly("rootfs.host_modules");
    }

    @Test
    void anotherCompilerIsFoundBeforeTheBuild() throws Exception {
        bench.place("plain");
        Path config = bench.host.resolve("kernel/.config");
        Files.writeString(config, Files.readString(config).replace("120301", "100301"));
        assertThat(failed(bench.apply(offline()).report())).containsExactly("rootfs.compiler");
        bench.same("plain");
        bench.clean();
    }
}
