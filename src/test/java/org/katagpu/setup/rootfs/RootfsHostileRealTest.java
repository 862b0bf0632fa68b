package org.katagpu.setup.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.katagpu.setup.rootfs.RootfsFixture.failed;
import static org.katagpu.setup.rootfs.RootfsFixture.finding;
import static org.katagpu.setup.rootfs.RootfsFixture.offline;

import java.nio.charset.StandardCharsets;
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
import org.katagpu.setup.Action;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.StageState;

/** Guest images and kernel trees whose maker means harm to the host: nothing in them acts, no link leads out. */
@Tag("real")
@Tag("beside")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RootfsHostileRealTest {
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
        bench.place("plain");
    }

    @AfterAll
    static void leave() throws Exception {
        bench.close();
    }

    /** Changes what is in the image, as its maker could. The mounted image is the working folder. */
    private static void inImage(String words) throws Exception {
        RootfsFixture.run("unshare", "--mount", "--propagation", "private", "bash", "-c",
                "set -e; mount -o loop \"$1\" \"$2\"; cd \"$2\"; " + words + "; cd /; umount \"$2\"", "in",
                bench.image().toString(), Files.createDirectories(folder.resolve("open")).toString());
    }

    private static String trap(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void namesInTheImageRunNoCommandAndForgeNoResult() throws Exception {
        inImage("mkdir -p 'usr/lib/gcc/x/1[$(touch " + trap("ran").replace('/', '?') + ")]' "
                + "'lib/modules/6.6.0-guest'; printf 'VERSION_ID=\"24.03\"\\nPRETTY_NAME=\"a\\0free\\0009223372036854775807"
                + "\\0leads_out\\0no\"\\n' >etc/os-release; mkdir -p $'usr/lib/x\\nfree=x[$(touch " + trap("ran2")
                + ")]-linux-gnu'");
        StageReport found = bench.check(offline());
        assertThat(found.state()).as(found.findings().toString()).isEqualTo(StageState.NEEDED);
        long free = found.facts().stream().filter(fact -> fact.path("kind").asText().equals("rootfs.inside"))
                .findFirst().orElseThrow().path("free").asLong();
        assertThat(free).isBetween(1L, 64L << 20);
        assertThat(folder.resolve("ran")).doesNotExist();
        assertThat(folder.resolve("ran2")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x[$(touch TRAP)]", "$(touch TRAP)", "120301x", "99999999999999999999"})
    void aKernelsConfigurationRunsNoCommand(String value) throws Exception {
        Path config = bench.host.resolve("kernel/.config");
        Files.writeString(config, Files.readString(config).replace("CONFIG_GCC_VERSION=120301",
                "CONFIG_GCC_VERSION=" + value.replace("TRAP", trap("ran"))));
        assertThat(bench.apply(offline()).problem()).as(bench.log()).isEmpty();
        assertThat(folder.resolve("ran")).doesNotExist();
        bench.undo(offline());
    }

    @Test
    void aModuleWithLineEndsInItsFieldsForgesNothing() throws Exception {
        Path source = Files.writeString(folder.resolve("evil.c"),
                "static const char n[] __attribute__((section(\".modinfo\"),used)) = "
                        + "\"version=1\\nfree=1\\nend=\\nx[$(touch " + trap("ran") + ")]\";");
        RootfsFixture.run("gcc", "-c", source.toString(), "-o", folder.resolve("evil.ko").toString());
        inImage("mkdir -p lib/modules/6.6.0-guest; cp " + folder.resolve("evil.ko")
                + " lib/modules/6.6.0-guest/nvidia.ko");
        StageReport found = bench.check(offline());
        assertThat(found.state()).isEqualTo(StageState.NEEDED);
        assertThat(found.facts().toString()).doesNotContain("\"free\":1,");
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"etc", "var", "usr", "tmp", "var/log", "etc/yum.repos.d"})
    void aFolderOfTheGuestThatIsALinkToTheHostIsRefusedAndTheHostUntouched(String path) throws Exception {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("resolv.conf"), "of the host");
        Files.writeString(outside.resolve("OS.repo"), "[host]");
        inImage("mkdir -p \"$(dirname " + path + ")\"; [ ! -e " + path + " ] || mv " + path + " " + path
                + ".was; ln -s "
                + outside + " " + path + (path.equals("etc")
                        ? "; cp etc.was/os-release " + outside
                        : ""));
        StageReport found = bench.check(offline());
        assertThat(failed(found)).contains("rootfs.leads_out");
        assertThat(finding(found, "rootfs.leads_out").evidence()).startsWith("/" + path + " -> ")
                .contains(outside.toString());
        assertThat(failed(bench.apply(offline()).report())).contains("rootfs.leads_out");
        assertThat(outside.resolve("resolv.conf")).hasContent("of the host");
        try (var left = Files.list(outside)) {
            assertThat(left.map(file -> file.getFileName().toString())).isSubsetOf("resolv.conf", "OS.repo",
                    "os-release");
        }
        bench.clean();
    }

    @Test
    void linksOfTheGuestsOwnFilesAreFollowedInsideTheGuest() throws Exception {
        // Not below /tmp, which is a folder of the run's own inside the guest.
        Path outside = Files.createTempDirectory(Path.of("/var/tmp"), "hosts-own");
        // The hook's folder and the modules' lead to where, on the host, something would be changed.
        inImage("mkdir -p ." + outside + " usr/share; ln -s " + outside + " usr/share/oci");
        assertThat(bench.apply(offline()).problem()).as(bench.log()).isEmpty();
        assertThat(bench.check(offline()).state()).isEqualTo(StageState.DONE);
        assertThat(outside).isEmptyDirectory();
        Files.delete(outside);
        bench.undo(offline());
    }

    @Test
    void aKernelTreeWithLinksWritesNothingOutside() throws Exception {
        Path outside = Files.createDirectories(folder.resolve("target/mod"));
        Path tree = bench.host.resolve("kernel");
        // A link in the place of the folder whose objects are kept: a second pass of a copy would write through it.
        RootfsFixture.run("bash", "-c",
                "cd \"$1\" && mkdir real && mv scripts/mod real/ && rmdir scripts && ln -s \"$2\" scripts"
                        + " && cp -r real/mod/. \"$2/mod/\" && mkdir -p arch/x && ln -s \"$2\" arch/x/lib && touch \"$2/evil.o\"",
                "evil", tree.toString(), outside.getParent().toString());
        String before = RootfsFixture.run("ls", "-lR", "--time-style=full-iso", outside.getParent().toString());
        StageEvent.Ended ended = bench.apply(offline());
        assertThat(ended.problem()).isPresent();
        assertThat(RootfsFixture.run("ls", "-lR", "--time-style=full-iso", outside.getParent().toString()))
                .isEqualTo(before);
        bench.same("plain");
        bench.clean();
    }

    @Test
    void aFailureInsideTheImageKeepsTheToolsOwnWords() throws Exception {
        RootfsFixture.run("dd", "if=/dev/zero", "of=" + bench.image(), "bs=1024", "seek=1", "count=1", "conv=notrunc");
        RootfsFixture.run("bash", "-c", "printf '\\x53\\xef' | dd of=\"$1\" bs=1 seek=1080 conv=notrunc", "magic",
                bench.image().toString());
        assertThat(finding(bench.check(offline()), "rootfs.not_mounted").evidence()).contains("mount:");
        bench.place("plain");
        Files.writeString(bench.folder.resolve("fail-dnf"), "");
        assertThat(finding(bench.apply(offline()).report(), "rootfs.packages_failed").evidence())
                .contains("Failed to download metadata");
        Files.delete(bench.folder.resolve("fail-dnf"));
        assertThat(finding(bench.apply(offline().withDriver(offline().driver().withVersion("580.65.06"))).report(),
                "rootfs.modules_failed").evidence()).contains("ERROR: unexpected flags");
    }

    /** As on a real host, where nobody sets KATAGPU_ROOT: the machine's own root, with our folders over it. */
    @Test
    void checkApplyAndUndoWorkWhereKatagpuRootIsNotSet() throws Exception {
        for (Action action : new Action[]{Action.CHECK, Action.APPLY, Action.CHECK, Action.PREVIEW, Action.UNDO}) {
            String said = onARealHost(action);
            assertThat(said).as(action + ": " + said).doesNotContain("not found\n", "unbound variable",
                    "\"status\":\"fail\"");
            assertThat(said).contains("state {\"state\":\"" + (action == Action.APPLY ? "done" : "needed|done")
                    .split("\\|")[action == Action.CHECK && done ? 1 : 0] + "\"");
            done |= action == Action.APPLY;
        }
        bench.same("plain");
    }

    private boolean done;

    private static String onARealHost(Action action) throws Exception {
        String script = new StageScripts().script(new RootfsStage(8, java.time.Duration.ofSeconds(2)), action,
                RootfsFixture.plan(RootfsChoice.NONE.withImage(bench.image().toString())
                        .withKernelTree(bench.host.resolve("kernel").toString())
                        .withDriver(DriverChoice.GUIDE
                                .withFile(bench.host.resolve(RootfsFixture.DRIVER.substring(1)).toString()))
                        .withSources(RootfsSources.DEFAULT.withPackages(bench.host.resolve("sources").toString()))),
                "nonce").text();
        Path records = Files.createDirectories(folder.resolve("records"));
        ProcessBuilder bash = new ProcessBuilder("unshare", "--mount", "--propagation", "private", "bash", "-c",
                "mkdir -p /var/lib/katagpu && mount --bind \"$1\" /var/lib/katagpu && exec env -u KATAGPU_ROOT bash -s",
                "host", records.toString()).redirectErrorStream(true);
        bash.environment().remove("KATAGPU_ROOT");
        bash.environment().put("KATAGPU_TEST", bench.folder.toString());
        bash.environment().put("PATH",
                bench.folder.resolve("standins") + ":" + System.getenv("PATH") + ":/usr/sbin:/sbin");
        Process process = bash.start();
        try (var in = process.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void aPreviewNamesWhatUndoTakesBackAndChangesNothing() throws Exception {
        assertThat(bench.runner.preview(new RootfsStage(), RootfsFixture.plan(offline())).state())
                .isEqualTo(StageState.DONE);
        assertThat(bench.apply(offline()).problem()).as(bench.log()).isEmpty();
        String before = RootfsFixture.run("bash", "-c", "cd \"$1\" && find images var -printf '%p %s %T@ %i\\n'",
                "list",
                bench.host.toString());
        StageReport preview = bench.runner.preview(new RootfsStage(), RootfsFixture.plan(offline()));
        assertThat(preview.state()).isEqualTo(StageState.NEEDED);
        assertThat(preview.changes()).noneMatch(org.katagpu.setup.Change::done);
        assertThat(RootfsFixture.run("bash", "-c", "cd \"$1\" && find images var -path var/lib/katagpu/jobs -prune -o"
                + " -printf '%p %s %T@ %i\\n'", "list", bench.host.toString()).lines()).allMatch(before::contains);
        assertThat(RootfsFixture.changes(bench.undo(offline()).report())).isEqualTo(RootfsFixture.changes(preview));
        bench.same("plain");
    }
}
