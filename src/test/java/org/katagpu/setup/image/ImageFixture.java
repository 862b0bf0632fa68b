package org.katagpu.setup.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.Action;
import org.katagpu.setup.Change;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.gpu.LocalJobsHost;

/** The model image stage's real scripts, run by bash with stand-ins for the commands a test names. */
final class ImageFixture {
    /** Of the stage's patience with a download that stands still. */
    static final int SECONDS = 2;

    final Path root;
    final Path bin;
    final LocalJobsHost host;
    final StageRunner runner;
    private final ImageStage stage = new ImageStage(Duration.ofSeconds(SECONDS));
    final List<StageEvent> events = new ArrayList<>();
    private int memory;

    /** @param standIns resources beside this class put first on the PATH: {@code docker}, {@code ctr} */
    ImageFixture(Path folder, String... standIns) throws IOException {
        root = Files.createDirectories(folder.resolve("host"));
        bin = Files.createDirectories(folder.resolve("bin"));
        for (String name : standIns) {
            standIn(name, new String(resource(name + ".sh"), java.nio.charset.StandardCharsets.UTF_8));
        }
        host = new LocalJobsHost(this::bash, folder);
        runner = new StageRunner(host, host, new StageScripts(), new Messages(Locale.ENGLISH));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ImageFixture.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    void standIn(String name, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/bash\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** From now on no process of a script gets more. @param most KiB of address space */
    void memory(int most) {
        memory = most;
    }

    private ProcessBuilder bash() {
        ProcessBuilder bash = memory == 0
                ? new ProcessBuilder("setsid", "bash", "-s")
                : new ProcessBuilder("setsid", "bash", "-c", "ulimit -S -v " + memory + "; exec bash -s");
        bash.environment().put("KATAGPU_ROOT", root.toString());
        bash.environment().put("STANDIN", root.getParent().toString());
        bash.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        bash.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        return bash;
    }

    /** A file on the bench's host, its folders made. */
    Path file(String path) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        return file;
    }

    StageReport check(Plan plan) throws ProblemException, InterruptedException {
        return runner.check(stage, plan);
    }

    StageReport preview(Plan plan) throws ProblemException, InterruptedException {
        return runner.preview(stage, plan);
    }

    StageEvent.Ended apply(Plan plan) throws ProblemException, InterruptedException {
        return follow(start(Action.APPLY, plan));
    }

    StageEvent.Ended undo(Plan plan) throws ProblemException, InterruptedException {
        return follow(start(Action.UNDO, plan));
    }

    StageRun start(Action action, Plan plan) throws ProblemException, InterruptedException {
        return runner.start(stage, action, plan);
    }

    StageEvent.Ended follow(StageRun run) throws ProblemException, InterruptedException {
        events.clear();
        return runner.follow(run, 0, (event, offset) -> events.add(event));
    }

    List<StageEvent.Progress> progress() {
        return events.stream().filter(StageEvent.Progress.class::isInstance).map(StageEvent.Progress.class::cast)
                .toList();
    }

    List<String> log() {
        return events.stream().filter(StageEvent.LogLine.class::isInstance)
                .map(event -> ((StageEvent.LogLine) event).text()).toList();
    }

    static List<String> failed(StageReport report) {
        return report.findings().stream().filter(finding -> finding.status() == Finding.Status.FAIL).map(Finding::id)
                .toList();
    }

    static Finding finding(StageReport report, String id) {
        return report.findings().stream().filter(finding -> finding.id().equals(id)).findFirst()
                .orElseThrow(() -> new AssertionError("no finding " + id + " among " + report.findings()));
    }

    static List<String> changes(StageReport report, boolean done) {
        return report.changes().stream().filter(change -> change.done() == done).map(Change::id).toList();
    }
}
