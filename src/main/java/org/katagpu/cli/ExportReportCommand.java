package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

import org.katagpu.host.HostScan;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.StageReport;
import org.katagpu.setup.export.Redaction;
import org.katagpu.setup.export.ReportMarkdown;
import org.katagpu.setup.export.SetupReport;
import org.katagpu.setup.preflight.HostChecks;
import org.katagpu.setup.preflight.HostScanner;
import org.katagpu.setup.serve.Proof;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Prints a report of a host, without secrets: what was found, what stands, what is proved, what was run. */
record ExportReportCommand(Connecting connecting) implements Command {
    private static final int MOST_JOBS = 60;

    @Override
    public CommandSpec spec(Specs specs) {
        return connecting.spec(specs, "report", "cli.command.export.report");
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer) throws ProblemException, InterruptedException {
        try (HostSession tie = connecting.open(asked, printer)) {
            HostScanner scanner = tie.scanner(connecting.admin().clock());
            HostScan scan = scanner.scan(tie.host());
            ArrayNode stages = JsonNodeFactory.instance.arrayNode();
            StageChecks tour = new StageChecks(tie, printer.silent(), stages);
            tour.look(tie.chosen());
            Optional<StageReport> serve = Optional.ofNullable(tour.reports().get("serve"));
            SetupReport report = new SetupReport(tie.host().label(), connecting.admin().clock().instant(),
                    HostChecks.judge(scan), tour.reports(),
                    serve.map(told -> Proof.of(told.facts())).orElse(Proof.NONE),
                    tie.runner().jobs().stream().limit(MOST_JOBS).toList());
            if (printer.asJson()) {
                ObjectNode document = json(report, stages, printer);
                Redaction.of(document);
                printer.json(document);
            } else {
                printer.raw(new ReportMarkdown(printer.words()).text(report).stripTrailing());
            }
            return tour.worst() == ExitCode.FAILED ? ExitCode.FAILED : ExitCode.DONE;
        }
    }

    private static ObjectNode json(SetupReport report, ArrayNode stages, Printer printer) {
        ObjectNode document = ReportJson.document("report/1").put("host", report.host()).put("at",
                report.at().toString());
        new ReportJson(printer.words()).findings(document, report.findings());
        document.set("stages", stages);
        ArrayNode links = document.putArray("proof");
        report.proof().links().forEach((link, standing) -> links.addObject().put("link", link.word())
                .put("state", standing.state().name().toLowerCase(Locale.ROOT)).put("evidence", standing.evidence()));
        ArrayNode jobs = document.putArray("jobs");
        report.jobs().forEach(job -> {
            ObjectNode told = jobs.addObject().put("name", job.name()).put("owner", job.owner()).put("started",
                    job.started().toString());
            job.exit().ifPresent(exit -> told.put("exit", exit));
        });
        return document;
    }
}
