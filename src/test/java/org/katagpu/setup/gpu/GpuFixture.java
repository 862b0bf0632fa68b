package org.katagpu.setup.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.Change;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;

/** The GPU stage's real scripts, run by bash on a fake kernel. */
final class GpuFixture {
    final FakeKernel kernel;
    final LocalJobsHost host;
    final StageRunner runner;
    final GpuStage stage = new GpuStage(Duration.ofSeconds(1));
    final List<StageEvent> events = new ArrayList<>();

    GpuFixture(Path folder) throws IOException {
        kernel = new FakeKernel(Files.createDirectories(folder.resolve("root")).toRealPath());
        host = new LocalJobsHost(kernel::bash, folder);
        runner = new StageRunner(host, host, new StageScripts(), new Messages(Locale.ENGLISH));
    }

    static Plan plan(String... devices) {
        return Plan.EMPTY.withGpu(new GpuChoice(Arrays.asList(devices), false));
    }

    static Plan persistent(String... devices) {
        return Plan.EMPTY.withGpu(new GpuChoice(Arrays.asList(devices), true));
    }

    StageReport check(Plan plan) throws ProblemException, InterruptedException {
        return runner.check(stage, plan);
    }

    StageEvent.Ended apply(Plan plan) throws ProblemException, InterruptedException {
        return run(Action.APPLY, plan);
    }

    StageEvent.Ended undo(Plan plan) throws ProblemException, InterruptedException {
        return run(Action.UNDO, plan);
    }

    StageEvent.Ended run(Action action, Plan plan) throws ProblemException, InterruptedException {
        return follow(runner.start(stage, action, plan));
    }

    StageEvent.Ended follow(StageRun run) throws ProblemException, InterruptedException {
        events.clear();
        return runner.follow(run, 0, (event, offset) -> events.add(event));
    }

    /** Waits for the fake kernel to come to a write that pauses. */
    void awaitPause() throws InterruptedException {
        Instant latest = Instant.now().plusSeconds(20);
        while (!kernel.exists("reached")) {
            if (Instant.now().isAfter(latest)) {
                throw new AssertionError("the paused write was never reached");
            }
            Thread.sleep(10);
        }
    }

    static List<String> failed(StageReport report) {
        return report.findings().stream().filter(finding -> finding.status() == Finding.Status.FAIL)
                .map(Finding::id).toList();
    }

    static Finding finding(StageReport report, String id) {
        return report.findings().stream().filter(finding -> finding.id().equals(id)).findFirst()
                .orElseThrow(() -> new AssertionError("no finding " + id + " among " + report.findings()));
    }

    static List<String> changes(StageReport report, boolean done) {
        return report.changes().stream().filter(change -> change.done() == done).map(GpuFixture::words).toList();
    }

    private static String words(Change change) {
        return String.join(" ", Arrays.asList(change.id(), String.join(" ",
                change.what().arguments().stream().map(GpuFixture::told).toList()))).strip();
    }

    /** As the script wrote it. */
    private static String told(Object argument) {
        return argument.equals(Text.of("stage.none")) ? "-" : argument.toString();
    }
}
