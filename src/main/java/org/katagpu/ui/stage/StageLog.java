package org.katagpu.ui.stage;

import java.util.List;

import org.katagpu.message.Problem;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageListener;
import org.katagpu.setup.StageReport;
import org.katagpu.ui.log.LogLevel;
import org.katagpu.ui.log.LogModel;
import org.katagpu.ui.log.LogStatus;

/** Writes a followed stage into its log. Facts and verdicts are for the pages and are left out. */
final class StageLog implements StageListener {
    private static final int MOST_EVIDENCE = 100;

    private final LogModel log;

    StageLog(LogModel log) {
        this.log = log;
    }

    @Override
    public void event(StageEvent event, long offsetAfter) {
        switch (event) {
            case StageEvent.LogLine(String text, boolean replacesLast) when replacesLast -> log.redraw(text);
            case StageEvent.LogLine(String text, boolean _) -> log.line(text);
            case StageEvent.StepBegan(int number, int of, var title) -> log.step(number, of, title);
            case StageEvent.Progress(long done, long total, var unit) -> log.progress(done, total,
                    LogStatus.Unit.valueOf(unit.name()));
            case StageEvent.FindingMade(Finding finding) -> finding(finding);
            case StageEvent.Changed(var change) -> log.say(LogLevel.PLAIN, change.what());
            case StageEvent.FactFound _ -> {
            }
            case StageEvent.Verdict _ -> {
            }
            case StageEvent.Ended ended -> end(ended);
        }
    }

    /** What was read stands with what was found. */
    private void finding(Finding finding) {
        log.say(level(finding.status()), finding.what());
        if (finding.status() != Finding.Status.PASS) {
            finding.evidence().strip().lines().limit(MOST_EVIDENCE).forEach(line -> log.line(LogLevel.PLAIN, line));
        }
    }

    private void end(StageEvent.Ended ended) {
        ended.problem().ifPresent(problem -> {
            switch (ended.outcome()) {
                case FAILED -> problem(withoutWhatWasTold(problem, ended.report()));
                case STOPPED -> {
                    log.say(LogLevel.PLAIN, problem.what());
                    log.say(LogLevel.PLAIN, problem.next());
                }
                case ASKS, DONE -> {
                    // The question itself stands above.
                }
            }
        });
        log.end(switch (ended.outcome()) {
            case DONE -> LogStatus.State.SUCCEEDED;
            case ASKS -> LogStatus.State.ASKED;
            case STOPPED -> LogStatus.State.CANCELLED;
            case FAILED -> LogStatus.State.FAILED;
        });
    }

    /** The evidence of a finding stands above, with the finding. */
    private static Problem withoutWhatWasTold(Problem problem, StageReport report) {
        boolean told = report.findings().stream()
                .anyMatch(finding -> finding.what().equals(problem.what()) && !finding.evidence().isBlank());
        return told
                ? new Problem(problem.what(), problem.next(), problem.host(), problem.command(), problem.exit(),
                        List.of(), problem.causes())
                : problem;
    }

    void problem(Problem problem) {
        log.problem(problem);
    }

    private static LogLevel level(Finding.Status status) {
        return switch (status) {
            case FAIL -> LogLevel.ERROR;
            case WARN, UNKNOWN -> LogLevel.WARN;
            case PASS, ASK -> LogLevel.PLAIN;
        };
    }
}
