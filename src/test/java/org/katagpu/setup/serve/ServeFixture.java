package org.katagpu.setup.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

/** The serve stage's real scripts, run by bash on a root of the test's own. */
final class ServeFixture {
    final Path root;
    final Path bin;
    final LocalJobsHost host;
    final List<StageEvent> events = new ArrayList<>();
    /** What its scripts find in their environment besides. */
    final Map<String, String> environment = new HashMap<>();
    private final StageRunner runner;

    ServeFixture(Path folder) throws IOException {
        root = Files.createDirectories(folder.resolve("host"));
        bin = Files.createDirectories(folder.resolve("bin"));
        host = new LocalJobsHost(this::bash, folder);
        runner = new StageRunner(host, host, new StageScripts(), new Messages(Locale.ENGLISH));
        for (String path : List.of("dev/vfio", "sys/bus/pci/devices", "sys/bus/pci/drivers/vfio-pci", "var/run")) {
            Files.createDirectories(root.resolve(path));
        }
    }

    private ProcessBuilder bash() {
        ProcessBuilder bash = new ProcessBuilder("setsid", "bash", "-s");
        bash.environment().putAll(Map.of("KATAGPU_ROOT", root.toString(), "PATH", bin + ":" + System.getenv("PATH")));
        bash.environment().putAll(environment);
        bash.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        return bash;
    }

    void command(String name, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/bash\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A GPU bound to vfio-pci; its node is yet to be made. */
    void gpu(String bdf, int group, String driver) throws IOException {
        Path device = Files.createDirectories(root.resolve("sys/bus/pci/devices").resolve(bdf));
        Files.writeString(device.resolve("class"), "0x030200\n");
        Path iommu = root.resolve("sys/kernel/iommu_groups/" + group);
        Files.createDirectories(iommu.resolve("devices"));
        Files.createSymbolicLink(device.resolve("iommu_group"), iommu);
        Files.createDirectories(root.resolve("sys/bus/pci/drivers").resolve(driver));
        Files.createSymbolicLink(device.resolve("driver"), root.resolve("sys/bus/pci/drivers").resolve(driver));
    }

    StageReport check(Plan plan) throws ProblemException, InterruptedException {
        return runner.check(new ServeStage(), plan);
    }

    StageEvent.Ended apply(Plan plan) throws ProblemException, InterruptedException {
        return apply(plan, new ServeStart.AsNeeded());
    }

    StageEvent.Ended apply(Plan plan, ServeStart start) throws ProblemException, InterruptedException {
        return follow(start(plan, start));
    }

    StageRun start(Plan plan, ServeStart start) throws ProblemException, InterruptedException {
        return runner.start(new ServeStage().beginning(start), Action.APPLY, plan);
    }

    StageReport preview(Plan plan) throws ProblemException, InterruptedException {
        return runner.preview(new ServeStage(), plan);
    }

    StageEvent.Ended undo(Plan plan) throws ProblemException, InterruptedException {
        return follow(runner.start(new ServeStage(), Action.UNDO, plan));
    }

    StageEvent.Ended follow(StageRun run) throws ProblemException, InterruptedException {
        events.clear();
        return runner.follow(run, 0, (event, offset) -> events.add(event));
    }

    /** What a run that has not ended told so far. */
    String logOf(StageRun run, Path folder) throws IOException {
        return Files.readString(folder.resolve(run.job().value() + ".log"), StandardCharsets.ISO_8859_1);
    }

    String log() {
        StringBuilder log = new StringBuilder();
        events.forEach(event -> {
            if (event instanceof StageEvent.LogLine(String text, boolean replacesLast)) {
                log.append(text).append('\n');
            }
        });
        return log.toString();
    }

    static List<String> findings(StageReport report, Finding.Status status) {
        return report.findings().stream().filter(finding -> finding.status() == status).map(Finding::id).toList();
    }

    static List<String> failed(StageReport report) {
        return findings(report, Finding.Status.FAIL);
    }

    static List<String> changes(StageReport report, boolean done) {
        return report.changes().stream().filter(change -> change.done() == done).map(Change::id).toList();
    }
}
