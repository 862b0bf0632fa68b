package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Map;
import org.katagpu.attest.Verifier;
import org.katagpu.attest.report.EvidenceReport;
import org.katagpu.attest.report.ReportException;
import org.katagpu.attest.report.ReportFile;
import org.katagpu.attest.rung.Ladder;
import org.katagpu.attest.rung.Rung;
import org.katagpu.attest.rung.RungStatus;
import org.katagpu.attest.trust.PinnedCertificates;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Verifies another's evidence of a confidential VM, offline, by the certificates in the program. No host is asked. */
record VerifyEvidenceCommand(InstantSource clock) implements Command {
    @Override
    public CommandSpec spec(Specs specs) {
        return specs.command("verify-evidence").addPositional(specs.parameter(0, "FILE"));
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer) throws ProblemException {
        EvidenceReport report = read(asked.matchedPositionalValue(0, ""));
        Ladder ladder = report.verify(new Verifier(PinnedCertificates.load()), clock.instant());
        ObjectNode document = ReportJson.document("verify-evidence/1").put("made", report.made().toString())
                .put("proved", ladder.proved()).put("refused", ladder.refused());
        ArrayNode rungs = document.putArray("rungs");
        for (Map.Entry<Rung, RungStatus> rung : ladder.rungs().entrySet()) {
            RungStatus standing = rung.getValue();
            String state = standing.state().word();
            rungs.addObject().put("rung", rung.getKey().word()).put("state", state)
                    .put("reason", printer.words().get(standing.reason())).put("evidence", standing.evidence());
            if (!printer.asJson()) {
                printer.say("cli.line.finding", Text.of("cli.rung." + state), rung.getKey().text());
                printer.say("cli.line.next", standing.reason());
            }
        }
        if (printer.asJson()) {
            ObjectNode told = document.putObject("told");
            report.versions().forEach(told.putObject("versions")::put);
            report.configuration().forEach(told.putObject("configuration")::put);
            printer.json(document);
        } else {
            told(report, printer);
            printer.say(ladder.refused()
                    ? "cli.evidence.refused"
                    : ladder.proved() ? "cli.evidence.proved" : "cli.evidence.open");
        }
        return ladder.proved() && !ladder.refused() ? ExitCode.DONE : ExitCode.BLOCKED;
    }

    /** No signature is over it: what whoever made the report says, apart from what was verified. */
    private static void told(EvidenceReport report, Printer printer) {
        if (!report.versions().isEmpty() || !report.configuration().isEmpty()) {
            printer.say("cli.evidence.told", report.made().toString());
            report.versions().forEach((name, value) -> printer.say("cli.evidence.told.one", name, value));
            report.configuration().forEach((name, value) -> printer.say("cli.evidence.told.one", name, value));
        }
    }

    private static EvidenceReport read(String file) throws ProblemException {
        try {
            return new ReportFile().read(LocalFile.read(file));
        } catch (ReportException e) {
            throw new ProblemException(Problem.of(e.text(), Text.of("cli.evidence.next")), e);
        }
    }
}
