package org.katagpu.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Prints the script by which bash, or zsh, completes the command line. */
record CompletionCommand() implements Command {
    @Override
    public CommandSpec spec(Specs specs) {
        return specs.command("completion");
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer) {
        printer.raw(AutoComplete.bash(CommandTree.NAME, asked.commandSpec().root().commandLine()).stripTrailing());
        return ExitCode.DONE;
    }
}
