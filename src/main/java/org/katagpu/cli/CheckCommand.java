package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.LinkLostException;
import org.katagpu.setup.Finding;
import org.katagpu.setup.Stage;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.StageState;
import org.katagpu.setup.Stages;
import org.katagpu.setup.preflight.HostChecks;
import org.katagpu.setup.preflight.HostScanner;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Reads everything the setup rests on, and how each stage of the plan stands. Changes nothing. */
final class CheckCommand implements Command {
    private static final String FORM = "check/1";

    private final Connecting connecting;

    CheckCommand(Connecting connecting) {
        this.connecting = connecting;
    }

    @Override
    public CommandSpec spec(Specs specs) {
        return connecting.spec(specs, "check");
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer) throws ProblemException, InterruptedException {
        try (Tie tie = connecting.open(asked, printer)) {
            HostScanner scanner = new HostScanner(NvidiaModels.bundled(), connecting.admin().clock());
            HostScan scan = scanner.scan(tie.host());
            List<Finding> findings = HostChecks.judge(scanner.renew(tie.host(), scan, List.of(HostScanner.NAMES)));
            ExitCode worst = findings.stream().anyMatch(finding -> finding.status() == Finding.Status.FAIL)
                    ? ExitCode.BLOCKED
                    : ExitCode.DONE;
            ReportJson json = new ReportJson(printer.words());
            ObjectNode document = ReportJson.document(FORM).put("host", tie.host().label())
                    .put("at", connecting.admin().clock().instant().toString());
            json.findings(document, findings);
            ArrayNode stages = document.putArray("stages");
            if (!printer.asJson()) {
                printer.say("cli.check.host", tie.host().label(), String.valueOf(passed(findings)),
                        String.valueOf(findings.size()));
                new ReportPrinter(printer).findings(findings);
            }
            for (Map.Entry<String, Stage> stage : tie.chosen().entrySet()) {
                worst = worst.or(stage(tie, stage, printer, stages));
            }
            if (printer.asJson()) {
                printer.json(document);
            }
            return worst;
        }
    }

    private static long passed(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.status() == Finding.Status.PASS).count();
    }

    private static ExitCode stage(Tie tie, Map.Entry<String, Stage> stage, Printer printer, ArrayNode stages)
            throws ProblemException, InterruptedException {
        ReportJson json = new ReportJson(printer.words());
        try {
            StageReport report = tie.runner().check(stage.getValue(), tie.plan());
            stages.add(json.stage(stage.getKey(), report));
            if (!printer.asJson()) {
                new ReportPrinter(printer).stage(stage.getKey(), report);
            }
            // What waits for another stage alone is freed by it.
            boolean blocked = report.state() == StageState.BLOCKED && Stages.WHOLE.startsByItself(stage.getKey());
            return blocked ? ExitCode.BLOCKED : ExitCode.DONE;
        } catch (LinkLostException lost) {
            throw lost;
        } catch (ProblemException e) {
            stages.addObject().put("stage", stage.getKey()).put("state", "unknown").set("problem",
                    json.problem(e.problem()));
            if (!printer.asJson()) {
                new ReportPrinter(printer).heading(stage.getKey(), Text.of("review.state.failed"));
                printer.trouble(e.problem());
            }
            return ExitCode.FAILED;
        }
    }
}
