package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

import org.katagpu.message.ProblemException;
import org.katagpu.setup.Action;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.run.Progress;
import org.katagpu.setup.run.RunState;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Does what is needed, after showing it: the same run as the window's Review. */
final class ApplyCommand implements Command {
    private final Connecting connecting;
    private final RunCommand shared;

    ApplyCommand(Connecting connecting) {
        this.connecting = connecting;
        this.shared = new RunCommand(connecting, Action.APPLY);
    }

    @Override
    public CommandSpec spec(Specs specs) {
        return shared.spec(specs);
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer)
            throws UsageException, ProblemException, InterruptedException {
        return shared.run(asked, printer, (tie, run) -> anew(tie, run, asked, printer));
    }

    private ExitCode anew(HostSession tie, TerminalRun run, ParseResult asked, Printer printer)
            throws UsageException, ProblemException, InterruptedException {
        Map<String, Stage> taking = tie.chosen(asked);
        ObjectNode document = ReportJson.document("apply/1").put("host", tie.host().label());
        StageChecks tour = new StageChecks(tie, printer, document.putArray("before"));
        tour.look(taking);
        if (tour.worst() == ExitCode.DONE && tour.needed().isEmpty()) {
            return shared.leave(printer, document, "cli.apply.nothing", ExitCode.DONE);
        }
        if (tour.worst() != ExitCode.DONE) {
            return shared.leave(printer, document, "cli.apply.blocked", tour.worst());
        }
        if (!shared.wanted(asked, printer, "cli.apply.ask", tie.host().label())) {
            return shared.leave(printer, document, "cli.run.left", ExitCode.BLOCKED);
        }
        RunState end = run.begin(Action.APPLY, taking.keySet());
        Optional<HostSession> answered = answered(tie, end, printer);
        if (answered.isPresent()) {
            HostSession next = answered.get();
            return anew(next, new TerminalRun(next, connecting.admin(), printer), asked, printer);
        }
        return new RunEnd(tie.host().label(), end).tell(printer, document);
    }

    /** Where the run ended with a question that was answered here: the plan with the answer, kept. */
    private Optional<HostSession> answered(HostSession tie, RunState end, Printer printer)
            throws ProblemException, InterruptedException {
        for (Map.Entry<String, Progress> stage : end.progress().entrySet()) {
            Stage asking = tie.stages().get(stage.getKey());
            if (stage.getValue() instanceof Progress.Asks && asking != null) {
                StageReport report = tie.runner().check(asking, tie.plan());
                return new ChecksumAnswer(connecting.admin(), printer).to(tie, stage.getKey(), report);
            }
        }
        return Optional.empty();
    }
}
