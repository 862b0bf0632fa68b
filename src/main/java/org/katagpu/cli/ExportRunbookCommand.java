package org.katagpu.cli;

import org.katagpu.message.ProblemException;
import org.katagpu.setup.export.Runbook;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Writes one bash script that does on the host what apply would do. */
record ExportRunbookCommand(Connecting connecting) implements Command {
    @Override
    public CommandSpec spec(Specs specs) {
        return connecting.spec(specs, "runbook", "cli.command.export.runbook")
                .addPositional(specs.parameter(1, "FILE"));
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer)
            throws ProblemException, InterruptedException {
        String file = asked.matchedPositionalValue(1, "");
        try (HostSession tie = connecting.open(asked, printer)) {
            String text = new Runbook(printer.words()).text(tie.host(), tie.chosen(), tie.plan());
            LocalFile.writeProgram(file, text);
            if (printer.asJson()) {
                printer.json(ReportJson.document("export/1").put("host", tie.host().label()).put("file", file));
            } else {
                printer.say("cli.export.written", file);
            }
            return ExitCode.DONE;
        }
    }
}
