package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.katagpu.message.ProblemException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Says what apply would change, as the host says now. Changes nothing. */
record DiffCommand(Connecting connecting) implements Command {
    @Override
    public CommandSpec spec(Specs specs) {
        return connecting.spec(specs, "diff").addPositional(specs.rest(1, "STEP", false));
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer)
            throws UsageException, ProblemException, InterruptedException {
        try (HostSession tie = connecting.open(asked, printer)) {
            ObjectNode document = ReportJson.document("diff/1").put("host", tie.host().label()).put("at",
                    connecting.admin().clock().instant().toString());
            StageChecks tour = new StageChecks(tie, printer, document.putArray("stages"));
            tour.look(tie.chosen(asked));
            if (printer.asJson()) {
                printer.json(document.put("needed", tour.needed().size()));
            } else {
                printer.say("cli.diff.needed", String.valueOf(tour.needed().size()));
            }
            return tour.worst();
        }
    }
}
