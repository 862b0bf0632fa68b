package org.katagpu.cli;

import java.util.List;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Takes a host's setup out of the wizard. */
record ExportCommand(Connecting connecting) implements Command {
    @Override
    public CommandSpec spec(Specs specs) {
        return specs.command("export");
    }

    @Override
    public List<Command> below() {
        return List.of(new ExportReportCommand(connecting), new ExportRunbookCommand(connecting),
                new ExportAnsibleCommand(connecting),
                new ExportSchemaCommand());
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer) {
        return ExitCode.USAGE;
    }
}
