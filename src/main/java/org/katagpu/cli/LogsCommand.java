package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.katagpu.job.JobInfo;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageListener;
import org.katagpu.setup.StageRun;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Prints the log of a job on a host, whoever began it; follows one that runs to its end. */
record LogsCommand(Connecting connecting) implements Command {
    private static final String FOLLOW = "follow";
    /** A running job's log is taken to be read when for so long nothing more of it comes. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    /** A job, and what of it is asked for. */
    private record Chosen(JobInfo job, StageRun run) {}

    @Override
    public CommandSpec spec(Specs specs) {
        return connecting.spec(specs, "logs").addPositional(specs.rest(1, "JOB", false)).addOption(specs.flag(FOLLOW));
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer) throws ProblemException, InterruptedException {
        try (HostSession tie = connecting.open(asked, printer)) {
            List<String> names = asked.matchedPositionalValue(1, List.of());
            Chosen chosen = chosen(tie, names.isEmpty() ? "" : names.getFirst());
            ObjectNode document = ReportJson.document("logs/1").put("job", chosen.job().id().value()).put("name",
                    chosen.job().name());
            ArrayNode lines = document.putArray("lines");
            StageListener listener = printer.asJson()
                    ? (event, offset) -> keep(event, lines)
                    : new EventPrinter(printer, Text.of(chosen.run().stage() + ".title"),
                            connecting.admin().prompts().seen());
            boolean whole = asked.matchedOptionValue("--" + FOLLOW, false)
                    || chosen.job().state() != JobInfo.State.RUNNING;
            Optional<StageEvent.Ended> end = whole
                    ? Optional.of(tie.runner().follow(chosen.run(), 0, listener))
                    : new JobSnapshot(tie.runner(), QUIET).follow(chosen.run(), listener);
            if (printer.asJson()) {
                end.ifPresent(ended -> document.put("outcome", ended.outcome().name()
                        .toLowerCase(Locale.ROOT)));
                printer.json(document);
            }
            return end.map(LogsCommand::code).orElse(ExitCode.DONE);
        }
    }

    private static ExitCode code(StageEvent.Ended ended) {
        return switch (ended.outcome()) {
            case DONE -> ExitCode.DONE;
            case ASKS -> ExitCode.BLOCKED;
            case STOPPED, FAILED -> ExitCode.FAILED;
        };
    }

    private static void keep(StageEvent event, ArrayNode lines) {
        if (event instanceof StageEvent.LogLine(String text, boolean _)) {
            lines.add(text);
        }
    }

    /** @param name a job's id or name, or a stage; empty: the newest */
    private static Chosen chosen(HostSession tie, String name) throws ProblemException, InterruptedException {
        for (JobInfo job : tie.runner().jobs()) {
            Optional<StageRun> run = StageRun.of(job);
            if (run.isPresent() && (name.isEmpty() || job.id().value().equals(name) || job.name().equals(name)
                    || run.get().stage().equals(name))) {
                return new Chosen(job, run.get());
            }
        }
        throw new ProblemException(
                Problem.of(Text.of("cli.logs.none", name), Text.of("cli.logs.none.next")).on(tie.host().label()));
    }
}
