package org.katagpu.cli;

import java.util.Locale;
import java.util.function.Supplier;
import org.katagpu.job.HostJobs;
import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.remote.Target;
import org.katagpu.setup.PlanStore;
import org.katagpu.setup.StageRunner;
import org.katagpu.setup.StageScripts;
import org.katagpu.setup.Stages;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The way to a host that commands share: its name, how passwords come, and its plan. */
final class Connecting {
    private static final String PASSWORD_FILE = "password-file";

    private final Supplier<Admin> admin;

    /** @param admin put together when first needed: help needs nothing of it */
    Connecting(Supplier<Admin> admin) {
        this.admin = admin;
    }

    Admin admin() {
        return admin.get();
    }

    /** With HOST first, and the options of a connection. */
    CommandSpec spec(Specs specs, String name) {
        return ofHost(specs.command(name), specs);
    }

    /** @param key of its sentence */
    CommandSpec spec(Specs specs, String name, String key) {
        return ofHost(specs.command(name, key), specs);
    }

    private static CommandSpec ofHost(CommandSpec spec, Specs specs) {
        return options(spec.addPositional(specs.parameter(0, "HOST")), specs);
    }

    /** The options of a connection. */
    static CommandSpec options(CommandSpec spec, Specs specs) {
        return spec.addOption(specs.option(PASSWORD_FILE, "FILE"));
    }

    /** Whom HOST stands for in the ssh configuration. */
    Target target(ParseResult asked) throws ProblemException {
        return target(typed(asked));
    }

    /** @param typed an alias of the ssh configuration, or {@code [user@]name[:port]} */
    Target target(String typed) throws ProblemException {
        Target target = admin().hosts().resolve(typed.strip());
        if (target.user().isBlank()) {
            throw new ProblemException(
                    Problem.of(Text.of("connect.user.missing"), Text.of("connect.user.missing.next")));
        }
        return target;
    }

    /** What the plan of HOST is kept by. */
    String key(ParseResult asked) throws ProblemException {
        return admin().hosts().key(target(asked));
    }

    private static String typed(ParseResult asked) {
        return asked.matchedPositionalValue(0, "");
    }

    HostSession open(ParseResult asked, Printer printer) throws ProblemException, InterruptedException {
        return open(typed(asked), asked, printer);
    }

    /** @param typed one of several hosts */
    HostSession open(String typed, ParseResult asked, Printer printer)
            throws ProblemException, InterruptedException {
        Target target = target(typed);
        admin().hosts().warnings(typed.strip()).forEach(printer::aside);
        String file = asked.matchedOptionValue("--" + PASSWORD_FILE, "");
        char[] password = file.isEmpty() ? new char[0] : PasswordFile.read(file);
        Host host;
        try (TerminalQuestions questions = new TerminalQuestions(printer, admin().prompts(), password)) {
            host = admin().connector().connect(target, questions);
        } catch (ProblemException why) {
            throw new UnconnectedException(why);
        }
        boolean tied = false;
        try {
            admin().hosts().remember(target);
            PlanStore.Kept kept = admin().plans().load(host.key());
            kept.trouble().ifPresent(printer::trouble);
            HostJobs jobs = new HostJobs(host, admin().owner(), HostJobs.TAKE_BACK);
            StageRunner runner = new StageRunner(host, jobs, new StageScripts(), new Messages(Locale.ENGLISH));
            HostSession tie = new HostSession(host, runner, kept.plan(), Stages.all());
            tied = true;
            return tie;
        } finally {
            if (!tied) {
                host.close();
            }
        }
    }
}
