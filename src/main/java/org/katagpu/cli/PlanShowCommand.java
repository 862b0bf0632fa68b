package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.PlanStore;
import org.katagpu.setup.Stage;
import org.katagpu.setup.Stages;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows what is chosen for a host. Connects to nobody. */
record PlanShowCommand(Connecting connecting) implements Command {
    @Override
    public CommandSpec spec(Specs specs) {
        return specs.command("show", "cli.command.plan.show").addPositional(specs.parameter(0, "HOST"));
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer) throws ProblemException {
        String host = connecting.key(asked);
        PlanStore.Kept kept = connecting.admin().plans().load(host);
        kept.trouble().ifPresent(printer::trouble);
        PlanTexts texts = new PlanTexts();
        if (printer.asJson()) {
            ObjectNode document = ReportJson.document("plan/1").put("host", host);
            document.set("plan", texts.fields(kept.plan()));
            printer.json(document);
            return ExitCode.DONE;
        }
        for (Stage stage : Stages.all().values()) {
            Optional<Text> chosen = stage.chosen(kept.plan());
            printer.say("cli.line.stage", Text.of(stage.id() + ".title"),
                    chosen.orElse(Text.of("cli.plan.nothing")));
        }
        printer.say("cli.plan.fields");
        texts.show(kept.plan(), printer);
        return ExitCode.DONE;
    }
}
