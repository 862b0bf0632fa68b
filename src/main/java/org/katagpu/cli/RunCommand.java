package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.run.RunOrder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What apply and undo have in common: root's rights, a run that goes on already, and the admin's word before a change. */
record RunCommand(Connecting connecting, Action action) {
    private static final String YES = "yes";

    /** A run begun now, where none was under way. */
    @FunctionalInterface
    interface Anew {
        ExitCode run(HostSession tie, TerminalRun run) throws UsageException, ProblemException, InterruptedException;
    }

    CommandSpec spec(Specs specs) {
        return connecting.spec(specs, action.script()).addPositional(specs.rest(1, "STEP", false))
                .addOption(specs.flag(YES));
    }

    ExitCode run(ParseResult asked, Printer printer, Anew anew)
            throws UsageException, ProblemException, InterruptedException {
        try (HostSession tie = connecting.open(asked, printer)) {
            needsRoot(tie);
            TerminalRun run = new TerminalRun(tie, connecting.admin(), printer);
            Optional<ExitCode> gone = goOn(tie, run, asked, printer);
            return gone.isPresent() ? gone.get() : anew.run(tie, run);
        }
    }

    private void needsRoot(HostSession tie) throws ProblemException {
        if (!tie.host().identity().canChange()) {
            throw new ProblemException(tie.host().withoutRoot().orElseGet(
                    () -> Problem.of(Text.of("cli.run.no-root"), Text.of("cli.run.no-root.next"))
                            .on(tie.host().label())));
        }
    }

    /** Goes on with this admin's run where one is under way; empty where none is. */
    private Optional<ExitCode> goOn(HostSession tie, TerminalRun run, ParseResult asked, Printer printer)
            throws ProblemException, InterruptedException {
        Optional<RunOrder> kept = run.kept();
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        RunOrder order = kept.get();
        if (order.state().action() != action) {
            printer.aside("cli.run.other", order.state().action().script(), order.begun().toString());
            return Optional.of(ExitCode.BLOCKED);
        }
        printer.aside(order.sameBoot() ? "review.kept.goes-on" : "review.kept.restarted", order.begun().toString());
        if (!order.sameBoot() && !wanted(asked, printer, "cli.run.ask.go-on")) {
            return Optional.of(ExitCode.BLOCKED);
        }
        ObjectNode document = ReportJson.document(action.script() + "/1");
        return Optional.of(new RunEnd(tie.host().label(), run.takeUp(order)).tell(printer, document));
    }

    /** Ends without a run, and says why. */
    ExitCode leave(Printer printer, ObjectNode document, String key, ExitCode code) {
        if (printer.asJson()) {
            document.putArray("run");
            printer.json(document);
        } else {
            printer.say(key);
        }
        return code;
    }

    /** Whether the admin says so, now or on the command line. */
    boolean wanted(ParseResult asked, Printer printer, String question, Object... arguments) {
        if (asked.matchedOptionValue("--" + YES, false)) {
            return true;
        }
        Optional<String> answer = connecting.admin().prompts()
                .line(printer.words().get(question, arguments) + " ");
        if (answer.isEmpty()) {
            printer.aside("cli.run.nobody");
        }
        return answer.map(line -> line.strip().toLowerCase(Locale.ROOT))
                .filter(line -> line.equals("yes") || line.equals("y") || line.equals("是")).isPresent();
    }
}
