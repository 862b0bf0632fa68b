package org.katagpu.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;
import org.katagpu.remote.Host;
import org.katagpu.setup.Action;
import org.katagpu.setup.Change;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;

/** Stages on a throwaway machine, run as the wizard runs them, as one of its users. */
public final class MachineBench implements AutoCloseable {
    public final Host host;
    public final StageRunner runner;
    /** Of the last run. */
    public final List<StageEvent> events = new ArrayList<>();

    public MachineBench(ThrowawayMachine machine, MachineUser user) throws ProblemException, InterruptedException {
        host = machine.connect(user);
        runner = new StageRunner(host, new HostJobs(host, "test@here"), new StageScripts(),
                new Messages(Locale.ENGLISH));
    }

    public StageReport check(Stage stage, Plan plan) throws InterruptedException {
        try {
            return runner.check(stage, plan);
        } catch (ProblemException e) {
            throw new AssertionError(e.problem().what() + "\n" + String.join("\n", e.problem().lastLines()), e);
        }
    }

    public StageReport preview(Stage stage, Plan plan) throws InterruptedException {
        try {
            return runner.preview(stage, plan);
        } catch (ProblemException e) {
            throw new AssertionError(e.problem().what() + "\n" + String.join("\n", e.problem().lastLines()), e);
        }
    }

    public StageEvent.Ended apply(Stage stage, Plan plan) throws ProblemException, InterruptedException {
        return run(stage, Action.APPLY, plan);
    }

    public StageEvent.Ended undo(Stage stage, Plan plan) throws ProblemException, InterruptedException {
        return run(stage, Action.UNDO, plan);
    }

    /** Runs it as a job and follows that to its end. */
    public StageEvent.Ended run(Stage stage, Action action, Plan plan) throws ProblemException, InterruptedException {
        return follow(runner.start(stage, action, plan));
    }

    public StageEvent.Ended follow(StageRun run) throws ProblemException, InterruptedException {
        events.clear();
        return runner.follow(run, 0, (event, offset) -> events.add(event));
    }

    /** Log lines of the last run. */
    public String log() {
        List<String> lines = events.stream().filter(StageEvent.LogLine.class::isInstance)
                .map(event -> ((StageEvent.LogLine) event).text()).toList();
        return String.join("\n", lines);
    }

    public static List<String> ids(StageReport report, Finding.Status status) {
        return report.findings().stream().filter(finding -> finding.status() == status).map(Finding::id).toList();
    }

    public static List<String> changes(StageReport report, boolean done) {
        return report.changes().stream().filter(change -> change.done() == done).map(Change::id).toList();
    }

    @Override
    public void close() {
        host.close();
    }
}
