package org.katagpu.cli;

import java.util.List;
import java.util.Locale;

import org.katagpu.message.Text;
import org.katagpu.setup.Change;
import org.katagpu.setup.Finding;
import org.katagpu.setup.StageReport;

/** What a stage told, as lines: its state, what would change, and every finding that did not pass. */
final class ReportPrinter {
    private static final String INDENT = "    ";

    private final Printer printer;

    ReportPrinter(Printer printer) {
        this.printer = printer;
    }

    void stage(String stage, StageReport report) {
        String state = report.question().isPresent() ? "asks" : report.state().name().toLowerCase(Locale.ROOT);
        heading(stage, Text.of("review.state." + state));
        for (Change change : report.changes()) {
            printer.say("cli.line.change", change.what());
        }
        findings(report.findings());
    }

    /** What undo of it would take back. */
    void undo(String stage, StageReport report) {
        heading(stage, Text.of("cli.undo." + report.state().name().toLowerCase(Locale.ROOT)));
        report.changes().forEach(change -> printer.say("cli.line.change", change.what()));
        findings(report.findings());
    }

    void heading(String stage, Text state) {
        printer.say("cli.line.stage", Text.of(stage + ".title"), state);
    }

    /** Those that did not pass. */
    void findings(List<Finding> findings) {
        findings.stream().filter(finding -> finding.status() != Finding.Status.PASS).forEach(this::finding);
    }

    void finding(Finding finding) {
        printer.say("cli.line.finding", Text.of("frame.status." + word(finding)), finding.what());
        finding.evidence().lines().filter(line -> !line.isBlank()).forEach(line -> printer.raw(INDENT + "| " + line));
        printer.say("cli.line.next", finding.next());
    }

    static String word(Finding finding) {
        return finding.status().name().toLowerCase(Locale.ROOT);
    }
}
