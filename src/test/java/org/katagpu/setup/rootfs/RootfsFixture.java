package org.katagpu.setup.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.LocalHost;
import org.katagpu.setup.Action;
import org.katagpu.setup.Change;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;

/** The stage's real scripts as real jobs on this machine, over a small real guest image. Needs root. */
final class RootfsFixture implements AutoCloseable {
    static final String IMAGE = "/images/guest.img";
    static final String DRIVER = "/sources/NVIDIA-Linux-aarch64-550.127.08.run";

    final Path folder;
    final Path host;
    final StageRunner runner;
    final HostJobs jobs;
    final List<StageEvent> events = new ArrayList<>();
    private final RootfsStage stage = new RootfsStage(8, Duration.ofSeconds(2));
    private final LocalHost machine;

    /** @param folder empty; a guest image, a kernel tree and stand-ins are made in it */
    RootfsFixture(Path folder) throws IOException, InterruptedException {
        this.folder = folder.toRealPath();
        host = this.folder.resolve("host");
        run("bash", "src/test/resources/rootfs/make-guest.sh", this.folder.toString());
        machine = new LocalHost(host, "root@here", Map.of("KATAGPU_TEST", this.folder.toString(), "PATH",
                this.folder.resolve("bin") + ":" + this.folder.resolve("standins") + ":" + System.getenv("PATH")
                        + ":/usr/sbin:/sbin"));
        jobs = new HostJobs(machine, "test@here", Duration.ofSeconds(3));
        runner = new StageRunner(machine, jobs, new StageScripts(), new Messages(Locale.ENGLISH));
    }

    /** This machine's processor, as uname says. */
    static String machine() {
        String name = System.getProperty("os.arch");
        return name.equals("amd64") ? "x86_64" : name;
    }

    /** As it was made: no image in place, no record, an untouched kernel tree. */
    void reset() throws IOException, InterruptedException {
        goOn();
        run("bash", "-c",
                "cd \"$1\" && rm -rf images/* images/.[!.]* var/lib/katagpu kernel sys/module/* && cp -a ../kernel .",
                "reset", host.toString());
    }

    /** A choice for the offline case: driver and packages from files on the host. */
    static RootfsChoice offline() {
        return RootfsChoice.NONE.withImage(IMAGE).withKernelTree("/kernel")
                .withDriver(DriverChoice.GUIDE.withFile(DRIVER))
                .withSources(RootfsSources.DEFAULT.withPackages("/sources"));
    }

    static Plan plan(RootfsChoice choice) {
        return Plan.EMPTY.withRootfs(choice);
    }

    /** Puts an image of the given kind in place. */
    void place(String kind) throws IOException, InterruptedException {
        run("cp", "--sparse=always", folder.resolve(kind + ".img").toString(), image().toString());
    }

    Path image() {
        return host.resolve("images/guest.img");
    }

    StageReport check(RootfsChoice choice) throws ProblemException, InterruptedException {
        return runner.check(stage, plan(choice));
    }

    StageEvent.Ended apply(RootfsChoice choice) throws ProblemException, InterruptedException {
        return follow(start(choice));
    }

    StageEvent.Ended undo(RootfsChoice choice) throws ProblemException, InterruptedException {
        return follow(runner.start(stage, Action.UNDO, plan(choice)));
    }

    StageRun start(RootfsChoice choice) throws ProblemException, InterruptedException {
        return runner.start(stage, Action.APPLY, plan(choice));
    }

    StageEvent.Ended follow(StageRun run) throws ProblemException, InterruptedException {
        events.clear();
        return runner.follow(run, 0, (event, offset) -> events.add(event));
    }

    String log() {
        return String.join("\n", events.stream().filter(StageEvent.LogLine.class::isInstance)
                .map(event -> ((StageEvent.LogLine) event).text()).toList());
    }

    /** The next run of a tool whose command line fits the pattern waits there. */
    void pauseAt(String pattern) throws IOException {
        Files.deleteIfExists(folder.resolve("reached"));
        Files.writeString(folder.resolve("pause"), pattern);
    }

    void awaitPause() throws InterruptedException {
        await(() -> Files.exists(folder.resolve("reached")));
    }

    /** The link is lost while a job is followed. */
    void loseLink() throws InterruptedException {
        await(() -> machine.loseNow() > 0);
    }

    int losses() {
        return machine.losses();
    }

    void goOn() throws IOException {
        Files.deleteIfExists(folder.resolve("pause"));
    }

    static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        Instant latest = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited too long").isBefore(latest);
            Thread.sleep(10);
        }
    }

    /** No mount, no loop device, no temporary file of a run is left. */
    void clean() throws IOException, InterruptedException {
        clean(IMAGE);
    }

    void clean(String... files) throws IOException, InterruptedException {
        await(() -> !losetup().contains(folder.toString()));
        assertThat(output("findmnt", "-l", "-o", "TARGET")).doesNotContain(".katagpu-rootfs");
        try (Stream<Path> left = Files.list(host.resolve("images"))) {
            assertThat(left.map(file -> "/images/" + file.getFileName())).containsExactlyInAnyOrder(files);
        }
        assertThat(host.resolve("var/lib/katagpu/rootfs/work")).doesNotExist();
    }

    private static String losetup() {
        try {
            return output("losetup", "-l", "-n", "-O", "BACK-FILE");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The image in place is, byte for byte, the one of this kind. */
    void same(String kind) throws IOException {
        assertThat(Files.mismatch(image(), folder.resolve(kind + ".img"))).isEqualTo(-1);
    }

    /** What debugfs says of the image in place. */
    String inside(String request) throws IOException, InterruptedException {
        return output("debugfs", "-R", request, image().toString());
    }

    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    static List<String> failed(StageReport report) {
        return report.findings().stream().filter(finding -> finding.status() == Finding.Status.FAIL).map(Finding::id)
                .toList();
    }

    static List<String> changes(StageReport report) {
        return report.changes().stream().map(Change::id).toList();
    }

    static Finding finding(StageReport report, String id) {
        return report.findings().stream().filter(finding -> finding.id().equals(id)).findFirst()
                .orElseThrow(() -> new AssertionError("no finding " + id + " among " + report.findings()));
    }

    List<String> dnfArguments() throws IOException {
        return Arrays.asList(Files.readString(folder.resolve("dnf.args")).strip().split("\n"));
    }

    @Override
    public void close() throws IOException {
        goOn();
        machine.close();
        Files.delete(host.resolve("proc"));
        Files.delete(host.resolve("sys/block"));
    }
}
