package org.katagpu.setup;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.katagpu.job.JobEnd;
import org.katagpu.job.JobId;
import org.katagpu.job.JobInfo;
import org.katagpu.job.Jobs;
import org.katagpu.job.Nonce;
import org.katagpu.job.ScriptLines;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.remote.Script;
import org.katagpu.setup.diagnosis.KnownFailures;

/**
 * Runs stages on one host: checks directly, since they change nothing, apply and undo as jobs, which outlive the
 * link. All methods block.
 */
public final class StageRunner {
    /** Exit status of an undo that cannot take back all. */
    private static final int BLOCKED_STATUS = 2;
    private static final StageListener NOBODY = (event, offset) -> {};

    private final Host host;
    private final Jobs jobs;
    private final StageScripts scripts;
    private final Predicate<String> known;
    private final KnownFailures failures = KnownFailures.bundled();

    /** @param messages in any language: asked only which sentences there are */
    public StageRunner(Host host, Jobs jobs, StageScripts scripts, Messages messages) {
        this.host = host;
        this.jobs = jobs;
        this.scripts = scripts;
        this.known = messages::has;
    }

    /** What is true of the host now. */
    public StageReport check(Stage stage, Plan plan) throws ProblemException, InterruptedException {
        return check(stage, plan, NOBODY);
    }

    /** @param listener told on the host's reading threads, one at a time, before this returns */
    public StageReport check(Stage stage, Plan plan, StageListener listener)
            throws ProblemException, InterruptedException {
        Stage asked = stage.prepare(host, Action.CHECK, plan);
        StageReport report = read(asked, Action.CHECK, plan, listener);
        Optional<Stage> corrected = asked.corrected(host, report, plan);
        return asked.judged(
                corrected.isEmpty() ? report : read(corrected.get(), Action.CHECK, plan, listener), plan);
    }

    /** What undo would take back now, as changes not made; blocked with the finding that says why it could not. */
    public StageReport preview(Stage stage, Plan plan) throws ProblemException, InterruptedException {
        if (!scripts.canPreview(stage)) {
            throw new ProblemException(Problem.of(Text.of("stage.no_preview"), Text.of("stage.no_preview.next"))
                    .on(host.label()));
        }
        return read(stage.prepare(host, Action.PREVIEW, plan), Action.PREVIEW, plan, NOBODY);
    }

    /** @param stage prepared */
    private StageReport read(Stage stage, Action action, Plan plan, StageListener listener)
            throws ProblemException, InterruptedException {
        String nonce = Nonce.random();
        Script script = scripts.script(stage, action, plan, nonce);
        StageEvents told = new StageEvents(new StageWords(known, stage.id()), failures);
        StageProblems problems = new StageProblems(host.label());
        ScriptLines lines = new ScriptLines(nonce, (line, offset) -> listener.event(told.event(line), 0));
        int status = host.run(script, lines);
        lines.finish();
        boolean blocked = action == Action.PREVIEW && status == BLOCKED_STATUS && told.hasVerdict();
        if (status != 0 && !blocked) {
            throw new ProblemException(problems.failed(script.name(), status, told));
        }
        if (told.overflowed()) {
            throw new ProblemException(problems.tooMuch(script.name(), told));
        }
        if (!told.hasVerdict()) {
            throw new ProblemException(problems.noVerdict(script.name(), told));
        }
        return told.report();
    }

    /**
     * Starts apply or undo as a job.
     *
     * @throws org.katagpu.job.JobLockedException when another change of the stage's scope is under way on the host
     */
    public StageRun start(Stage stage, Action action, Plan plan) throws ProblemException, InterruptedException {
        if (action.reads()) {
            throw new IllegalArgumentException("what only reads is no job: " + action);
        }
        String nonce = Nonce.random();
        Script script = scripts.script(stage.prepare(host, action, plan), action, plan, nonce);
        JobId job = jobs.start(script.name(), stage.scope(), nonce, script);
        return new StageRun(stage.id(), action, stage.scope(), job);
    }

    /**
     * Tells what a run does until it has ended, across lost links; the last event is the one returned. Findings,
     * changes and facts told before the offset are not in its report: follow from 0 for all of them.
     */
    public StageEvent.Ended follow(StageRun run, long offset, StageListener listener)
            throws ProblemException, InterruptedException {
        StageEvents told = new StageEvents(new StageWords(known, run.stage()), failures);
        long[] reached = {offset};
        JobEnd end = jobs.follow(run.job(), offset, (line, offsetAfter) -> {
            reached[0] = offsetAfter;
            listener.event(told.event(line), offsetAfter);
        });
        StageEvent.Ended ended = new StageEvent.Ended(end, told.report(),
                new StageProblems(host.label()).of(run.name(), end, told));
        listener.event(ended, reached[0]);
        return ended;
    }

    /** Ends a run; it takes back what it half did before it goes. */
    public void cancel(StageRun run) throws ProblemException, InterruptedException {
        jobs.cancel(run.job());
    }

    /** Every job the host still knows, newest first. */
    public List<JobInfo> jobs() throws ProblemException, InterruptedException {
        return jobs.list();
    }

}
