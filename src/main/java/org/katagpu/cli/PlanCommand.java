package org.katagpu.cli;

import java.util.List;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The choices made for a host: the window's own file. */
record PlanCommand(Connecting connecting) implements Command {
    @Override
    public CommandSpec spec(Specs specs) {
        return specs.command("plan");
    }

    @Override
    public List<Command> below() {
        return List.of(new PlanShowCommand(connecting), new PlanSetCommand(connecting),
                new PlanFromCommand(connecting));
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer) {
        return ExitCode.USAGE;
    }
}
