package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

import org.katagpu.job.JobInfo;
import org.katagpu.job.Nonce;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.Stages;
import org.katagpu.setup.run.RunOrder;
import org.katagpu.setup.run.RunStore;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Says what runs on a host now and what ran last, whoever began it. Asks no stage, changes nothing. */
record StatusCommand(Connecting connecting) implements Command {
    private static final int MOST_JOBS = 20;

    @Override
    public CommandSpec spec(Specs specs) {
        return connecting.spec(specs, "status");
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer) throws ProblemException, InterruptedException {
        try (HostSession tie = connecting.open(asked, printer)) {
            ObjectNode document = ReportJson.document("status/1").put("host", tie.host().label())
                    .put("rights", tie.host().identity().elevation().name().toLowerCase(Locale.ROOT));
            List<RunOrder> runs = new RunStore(tie.host(), new StageScripts(), Stages.WHOLE, Nonce.random()).list();
            List<JobInfo> jobs = tie.runner().jobs().stream().limit(MOST_JOBS).toList();
            runs(runs, document.putArray("runs"), printer);
            jobs(jobs, document.putArray("jobs"), printer);
            if (printer.asJson()) {
                printer.json(document);
            }
            return ExitCode.DONE;
        }
    }

    private static void runs(List<RunOrder> runs, ArrayNode into, Printer printer) {
        for (RunOrder run : runs) {
            ObjectNode told = into.addObject().put("id", run.id()).put("owner", run.owner())
                    .put("begun", run.begun().toString()).put("action", run.state().action().script())
                    .put("sameBoot", run.sameBoot());
            ObjectNode stages = told.putObject("stages");
            run.state().progress().forEach((stage, now) -> stages.put(stage,
                    now.getClass().getSimpleName().toLowerCase(Locale.ROOT)));
            if (!printer.asJson()) {
                printer.say("cli.status.run", run.owner(), run.state().action().script(), run.begun().toString());
            }
        }
    }

    private static void jobs(List<JobInfo> jobs, ArrayNode into, Printer printer) {
        for (JobInfo job : jobs) {
            ObjectNode told = into.addObject().put("id", job.id().value()).put("name", job.name())
                    .put("owner", job.owner()).put("started", job.started().toString())
                    .put("state", job.state().name().toLowerCase(Locale.ROOT));
            job.exit().ifPresent(exit -> told.put("exit", exit));
            if (!printer.asJson()) {
                printer.say("cli.status.job", job.id().value(), job.name(),
                        Text.of("cli.status." + job.state().name().toLowerCase(Locale.ROOT)),
                        job.exit().isPresent() ? String.valueOf(job.exit().getAsInt()) : "–",
                        job.started().toString(), job.owner());
            }
        }
        if (jobs.isEmpty() && !printer.asJson()) {
            printer.say("cli.status.none");
        }
    }
}
