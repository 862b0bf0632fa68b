package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.LinkLostException;
import org.katagpu.setup.Action;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.Stages;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Takes back what was done, in reverse order, after showing it. */
final class UndoCommand implements Command {
    private final RunCommand shared;

    UndoCommand(Connecting connecting) {
        this.shared = new RunCommand(connecting, Action.UNDO);
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
        ObjectNode document = ReportJson.document("undo/1").put("host", tie.host().label());
        Map<String, StageReport> told = previews(tie, tie.named(asked), printer, document.putArray("before"));
        List<String> taking = Stages.WHOLE.toTakeBack(stage -> is(told, stage, StageState.NEEDED),
                stage -> is(told, stage, StageState.BLOCKED));
        boolean blocked = told.values().stream().anyMatch(report -> report.state() == StageState.BLOCKED);
        ExitCode nothing = told.size() < tie.named(asked).size()
                ? ExitCode.FAILED
                : blocked ? ExitCode.BLOCKED : ExitCode.DONE;
        if (taking.isEmpty()) {
            return shared.leave(printer, document, "cli.undo.nothing", nothing);
        }
        if (!shared.wanted(asked, printer, "cli.undo.ask", tie.host().label())) {
            return shared.leave(printer, document, "cli.run.left", ExitCode.BLOCKED);
        }
        return new RunEnd(tie.host().label(), run.begin(Action.UNDO, taking)).tell(printer, document);
    }

    private static boolean is(Map<String, StageReport> told, String stage, StageState state) {
        return told.containsKey(stage) && told.get(stage).state() == state;
    }

    /** What undo of each stage would take back, in the order it would be done. */
    private static Map<String, StageReport> previews(HostSession tie, Map<String, Stage> stages, Printer printer,
            ArrayNode before) throws ProblemException, InterruptedException {
        Map<String, StageReport> told = new LinkedHashMap<>();
        ReportPrinter lines = new ReportPrinter(printer);
        for (Stages.Step step : Stages.WHOLE.reversed().steps()) {
            Stage stage = stages.get(step.stage());
            if (stage == null) {
                continue;
            }
            try {
                StageReport report = tie.runner().preview(stage, tie.plan());
                told.put(stage.id(), report);
                before.add(new ReportJson(printer.words()).stage(stage.id(), report));
                if (!printer.asJson()) {
                    lines.undo(stage.id(), report);
                }
            } catch (LinkLostException lost) {
                throw lost;
            } catch (ProblemException e) {
                before.addObject().put("stage", stage.id()).put("state", "unknown").set("problem",
                        new ReportJson(printer.words()).problem(e.problem()));
                if (!printer.asJson()) {
                    lines.heading(stage.id(), Text.of("review.state.failed"));
                    printer.trouble(e.problem());
                }
            }
        }
        return told;
    }
}
