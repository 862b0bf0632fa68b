package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

import org.katagpu.host.HostScan;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.Finding;
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
        try (HostSession tie = connecting.open(asked, printer)) {
            HostScanner scanner = tie.scanner(connecting.admin().clock());
            HostScan scan = scanner.scan(tie.host());
            List<Finding> findings = HostChecks.judge(scanner.renew(tie.host(), scan, List.of(HostScanner.NAMES)));
            ExitCode worst = findings.stream().anyMatch(finding -> finding.status() == Finding.Status.FAIL)
                    ? ExitCode.BLOCKED
                    : ExitCode.DONE;
            ReportJson json = new ReportJson(printer.words());
            ObjectNode document = ReportJson.document(FORM).put("host", tie.host().label())
                    .put("at", connecting.admin().clock().instant().toString());
            json.findings(document, findings);
            if (!printer.asJson()) {
                printer.say("cli.check.host", tie.host().label(), String.valueOf(passed(findings)),
                        String.valueOf(findings.size()));
                new ReportPrinter(printer).findings(findings);
            }
            StageChecks tour = new StageChecks(tie, printer, document.putArray("stages"));
            tour.look(tie.chosen());
            if (printer.asJson()) {
                printer.json(document);
            }
            return worst.or(tour.worst());
        }
    }

    private static long passed(List<Finding> findings) {
        return findings.stream().filter(finding -> finding.status() == Finding.Status.PASS).count();
    }
}
