package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.katagpu.Exhaustive;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.Action;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.RealContainerd;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.StageState;

/**
 * A running import, as a real job into a real containerd, that is cancelled, killed or loses its link, at each of its
 * steps in turn ({@link Exhaustive}: at each in one of the three ways). Another image has the name before.
 */
@Tag("real")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImportStopsRealTest {
    private static final String REFERENCE = "docker.io/library/vllm-cvm:latest";
    private static final String ARCHIVE = "/srv/vllm.tar";
    /** The commands at which a run is met, in the order they come: before each, in mid-stream, and after the import. */
    static final List<String> STEPS = List.of("tar -tRf *", "sha256sum*", "ctr images tag --force *-last-katagpu",
            "ctr images tag --force *-before-katagpu", "ctr images import *", "dd stream",
            "after ctr images import *", "ctr images tag --force *incoming*", "ctr images rm *incoming*",
            "ctr images check *", "ctr images rm *-last-katagpu");
    static final List<String> STEPS_OF_LONG = List.of("sha256sum*", "ctr images import *", "dd stream",
            "after ctr images import *");

    private static RealContainerd containerd;
    private static int namespaces;

    @TempDir
    private Path folder;
    private Path root;
    private String namespace;
    private LocalHost host;
    private HostJobs jobs;
    private StageRunner runner;
    private Plan plan;
    private String before;

    private static Stream<String> cancelled() {
        return Exhaustive.part(STEPS, 0, 3);
    }

    private static Stream<String> shellKilled() {
        return Exhaustive.part(STEPS, 1, 3);
    }

    private static Stream<String> allKilled() {
        return Exhaustive.part(STEPS, 2, 3);
    }

    @BeforeAll
    static void start() throws Exception {
        containerd = RealContainerd.start();
    }

    @AfterAll
    static void end() throws Exception {
        containerd.close();
    }

    @BeforeEach
    void host() throws Exception {
        root = Files.createDirectories(folder.resolve("host"));
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String tool : List.of("ctr", "tar", "df", "sha256sum", "dd")) {
            Path file = bin.resolve(tool);
            Files.copy(Path.of("src/test/resources/setup/image/pausing.sh"), file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        host = new LocalHost(root, "root@here", Map.of("KATAGPU_TEST", folder.toString(), "PATH",
                bin + ":" + System.getenv("PATH")));
        jobs = new HostJobs(host, "test@here", Duration.ofSeconds(30));
        runner = new StageRunner(host, jobs, new StageScripts(), new Messages(Locale.ENGLISH));
        namespace = "stops" + namespaces++;
        Path archive = root.resolve(ARCHIVE.substring(1));
        Files.createDirectories(archive.getParent());
        ImageFile.write(archive, ImageFile.here(), "incoming:1", 8, "");
        plan = Plan.EMPTY.withImage(ImageChoice.DEFAULT.withWay(ImageWay.IMPORT)
                .withArchive(new ImageArchive(ARCHIVE, ImageFile.digestOf(archive)))
                .withStore(new ImageStore(namespace, containerd.address(), "")));
        ImageFile old = ImageFile.write(folder.resolve("old.tar"), ImageFile.here(), "vllm-cvm:latest", 1, "");
        containerd.ctr(namespace, "images", "import", old.path().toString());
        before = names();
    }

    @AfterEach
    void letGo() throws Exception {
        goOn();
        host.close();
        for (String name : containerd.ctr(namespace, "images", "ls", "-q").lines().toList()) {
            containerd.ctr(namespace, "images", "rm", "--sync", name);
        }
    }

    private String names() throws Exception {
        return containerd.ctr(namespace, "images", "ls");
    }

    private StageRun runTo(String step) throws Exception {
        Files.writeString(folder.resolve("pause"), step);
        StageRun run = runner.start(new ImageStage(), Action.APPLY, plan);
        await(step + " is reached", () -> Files.exists(folder.resolve("reached")));
        return run;
    }

    private void goOn() throws IOException {
        Files.deleteIfExists(folder.resolve("pause"));
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        Instant latest = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(latest);
            Thread.sleep(10);
        }
    }

    private StageEvent.Ended follow(StageRun run) throws Exception {
        return runner.follow(run, 0, (event, offset) -> {});
    }

    /** Every process that carries the job's mark, which its children inherit. */
    private static List<ProcessHandle> processes(StageRun run) {
        return ProcessHandle.allProcesses().filter(process -> {
            try {
                return Files.readString(Path.of("/proc/" + process.pid() + "/environ"),
                        java.nio.charset.StandardCharsets.ISO_8859_1).contains("KATAGPU_JOB=" + run.job().value());
            } catch (IOException gone) {
                return false;
            }
        }).toList();
    }

    /** Nothing of the run is left: no process, no file, no lease, nothing half way in containerd; the name as it was. */
    private void asBefore(StageRun run) throws Exception {
        await("no process is left", () -> processes(run).isEmpty());
        try (Stream<Path> left = Files.list(root.resolve("var/lib/katagpu"))) {
            assertThat(left.map(path -> path.getFileName().toString())).isSubsetOf("jobs", "build", "image",
                    "lock-image", "lock-image.holder");
        }
        for (String each : List.of("build", "image")) {
            Path place = root.resolve("var/lib/katagpu").resolve(each);
            if (Files.exists(place)) {
                assertThat(place).isEmptyDirectory();
            }
        }
        assertThat(containerd.ctr(namespace, "leases", "ls", "-q")).isBlank();
        assertThat(containerd.ctr(namespace, "content", "active").lines()).as("but the heading").hasSize(1);
        assertThat(names()).isEqualTo(before);
    }

    private void worksAfterAll() throws Exception {
        StageEvent.Ended again = follow(runner.start(new ImageStage(), Action.APPLY, plan));
        assertThat(again.problem()).isEmpty();
        assertThat(runner.check(new ImageStage(), plan).state()).isEqualTo(StageState.DONE);
        assertThat(follow(runner.start(new ImageStage(), Action.UNDO, plan)).problem()).isEmpty();
        assertThat(names()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("cancelled")
    void aCancelledImportLeavesNothing(String step) throws Exception {
        StageRun run = runTo(step);
        runner.cancel(run);
        goOn();
        assertThat(follow(run).problem().map(problem -> problem.what().key())).contains("stage.cancelled");
        if (step.contains("rm *-last")) {
            // The image was in its place and verified: what is left to do is tidying up.
            assertThat(runner.check(new ImageStage(), plan).state()).isEqualTo(StageState.DONE);
        } else {
            asBefore(run);
        }
        worksAfterAll();
    }

    @ParameterizedTest
    @MethodSource("shellKilled")
    void afterAKillOfItsShellNothingRunsOnAndTheNextCheckCleansUp(String step) throws Exception {
        StageRun run = runTo(step);
        ProcessHandle script = processes(run).stream().filter(process -> line(process).endsWith("/script"))
                .min((one, two) -> Long.compare(one.pid(), two.pid())).orElseThrow();
        script.destroyForcibly();
        await("it is killed", () -> !script.isAlive());
        goOn();
        assertThat(follow(run).problem()).isPresent();
        cleanedUp(run, step);
    }

    @ParameterizedTest
    @MethodSource("allKilled")
    void afterAKillOfAllOfItTheNextCheckCleansUp(String step) throws Exception {
        StageRun run = runTo(step);
        processes(run).forEach(ProcessHandle::destroyForcibly);
        goOn();
        assertThat(follow(run).problem()).isPresent();
        cleanedUp(run, step);
    }

    private void cleanedUp(StageRun run, String step) throws Exception {
        await("no process is left", () -> processes(run).isEmpty());
        StageReport found = runner.check(new ImageStage(), plan);
        boolean begun = Files.exists(folder.resolve("begun"));
        assertThat(found.findings().stream().map(Finding::id).filter("image.swept"::equals).count())
                .isEqualTo(begun ? 1 : 0);
        if (step.contains("rm *-last")) {
            assertThat(found.state()).isEqualTo(StageState.DONE);
            assertThat(names()).doesNotContain("-last-katagpu");
        } else {
            assertThat(found.state()).isEqualTo(StageState.NEEDED);
            asBefore(run);
        }
        worksAfterAll();
    }

    @ParameterizedTest
    @FieldSource("STEPS_OF_LONG")
    void aLostLinkIsNoMatter(String step) throws Exception {
        Files.writeString(folder.resolve("pause"), step);
        host.loseAtOutput("job/follow", 0, 200, 900);
        StageRun run = runner.start(new ImageStage(), Action.APPLY, plan);
        await(step + " is reached", () -> Files.exists(folder.resolve("reached")));
        Thread lettingGo = Thread.ofVirtual().start(() -> {
            try {
                await("the link was lost", () -> host.losses() > 0);
                goOn();
            } catch (InterruptedException | IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(follow(run).problem()).isEmpty();
        lettingGo.join();
        assertThat(host.losses()).isPositive();
        assertThat(runner.check(new ImageStage(), plan).state()).isEqualTo(StageState.DONE);
        assertThat(containerd.ctr(namespace, "leases", "ls", "-q")).isBlank();
    }

    @Test
    void theLeaseOfSomebodyElseIsLeftAlone() throws Exception {
        String other = containerd.ctr(namespace, "leases", "create", "somebody-else").strip();
        StageRun run = runTo("dd stream");
        runner.cancel(run);
        goOn();
        follow(run);
        assertThat(containerd.ctr(namespace, "leases", "ls", "-q").strip()).isEqualTo(other);
        containerd.ctr(namespace, "leases", "delete", other);
        asBefore(run);
    }

    private static String line(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replaceAll("\0+$", "");
        } catch (IOException gone) {
            return "";
        }
    }
}
