package org.katagpu.setup;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.katagpu.job.JobEnd;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;

/** Says why a run was no success: by the script's own finding where it made one, else by the step it failed in. */
final class StageProblems {
    private final String host;

    StageProblems(String hostLabel) {
        this.host = hostLabel;
    }

    Optional<Problem> of(String name, JobEnd end, StageEvents told) {
        return switch (end) {
            case JobEnd.Exited(int status) when status == 0 && told.overflowed() -> Optional.of(tooMuch(name, told));
            case JobEnd.Exited(int status) when status == 0 -> Optional.empty();
            case JobEnd.Exited(int status) -> Optional.of(failed(name, status, told));
            case JobEnd.Cancelled(int status) -> Optional.of(problem(Text.of("stage.cancelled"),
                    Text.of("stage.cancelled.next"), name, OptionalInt.of(status), told));
            case JobEnd.Vanished() ->
                Optional.of(problem(Text.of("stage.vanished"), Text.of("stage.vanished.next"), name,
                        OptionalInt.empty(), told));
        };
    }

    Problem failed(String name, int status, StageEvents told) {
        // The first failed finding is the cause; those after it tell of the rollback. A question and what could not be
        // found out stop a script too.
        List<Finding> findings = told.report().findings();
        return findings.stream().filter(finding -> finding.status() == Finding.Status.FAIL).findFirst()
                .or(() -> findings.stream().filter(finding -> finding.status() == Finding.Status.ASK).findFirst())
                .or(() -> findings.stream().filter(finding -> finding.status() == Finding.Status.UNKNOWN).findFirst())
                .map(finding -> new Problem(finding.what(), finding.next(), host, name, OptionalInt.of(status),
                        told.evidence(finding), told.causes()))
                .orElseGet(() -> problem(
                        told.step().map(step -> Text.of("stage.failed", step)).orElse(Text.of("stage.failed_early")),
                        Text.of("stage.failed.next"), name, OptionalInt.of(status), told));
    }

    /** It ended well but never said how the host is: its output was cut, or it is no script of ours. */
    Problem noVerdict(String name, StageEvents told) {
        return problem(Text.of("stage.no_verdict"), Text.of("stage.no_verdict.next"), name, OptionalInt.of(0), told);
    }

    /** It told more than any host of ours has to tell. */
    Problem tooMuch(String name, StageEvents told) {
        return problem(Text.of("stage.too_much"), Text.of("stage.too_much.next"), name, OptionalInt.of(0), told);
    }

    private Problem problem(Text what, Text next, String name, OptionalInt exit, StageEvents told) {
        return new Problem(what, next, host, name, exit, told.lastLines(), told.causes());
    }
}
