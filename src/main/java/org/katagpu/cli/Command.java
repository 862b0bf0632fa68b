package org.katagpu.cli;

import java.util.List;

import org.katagpu.message.ProblemException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One thing the command line can do. */
interface Command {
    /** Its name, options and help. */
    CommandSpec spec(Specs specs);

    /** What stands below it: then it does nothing itself. */
    default List<Command> below() {
        return List.of();
    }

    /** Does it; blocks. */
    ExitCode run(ParseResult asked, Printer printer) throws UsageException, ProblemException, InterruptedException;
}
