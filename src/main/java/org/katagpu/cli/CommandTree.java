package org.katagpu.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.katagpu.message.Messages;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.LinkLostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** All commands under one name: finds out which is meant, does it, and says how it ended. */
public final class CommandTree {
    public static final String NAME = "kata-gpu-wizard";
    private static final Logger LOG = LoggerFactory.getLogger(CommandTree.class);
    private static final String JSON = "--json";

    private final Map<CommandSpec, Command> commands = new LinkedHashMap<>();
    private final CommandLine line;
    private final Messages words;

    CommandTree(Messages words, List<Command> all) {
        this.words = words;
        Specs specs = new Specs(words);
        CommandSpec root = specs.command(NAME)
                .addOption(OptionSpec.builder("-V", "--version").versionHelp(true)
                        .description(specs.help("cli.option.version")).build());
        all.forEach(command -> add(root, command, specs));
        line = new CommandLine(root);
    }

    private void add(CommandSpec above, Command command, Specs specs) {
        CommandSpec spec = command.spec(specs);
        if (command.below().isEmpty()) {
            commands.put(spec.addOption(specs.flag("json")), command);
        }
        command.below().forEach(one -> add(spec, one, specs));
        above.addSubcommand(spec.name(), spec);
    }

    /** Everything it can do. @param admin put together when first needed */
    public static CommandTree of(Messages words, Supplier<Admin> admin) {
        Connecting connecting = new Connecting(admin);
        return new CommandTree(words, List.of(new CheckCommand(connecting), new PlanCommand(connecting),
                new DiffCommand(connecting), new ApplyCommand(connecting), new UndoCommand(connecting),
                new StatusCommand(connecting), new LogsCommand(connecting), new ChatCommand(connecting),
                new ExportCommand(connecting),
                new VerifyEvidenceCommand(InstantSource.system()), new CheckConfigCommand(),
                new TranslateConfigCommand(),
                new CompletionCommand()));
    }

    public ExitCode run(PrintStream out, PrintStream err, String... arguments) {
        ParseResult leaf;
        try {
            leaf = leaf(line.parseArgs(arguments));
        } catch (ParameterException wrong) {
            return usage(new Printer(out, err, words, false), UsageWords.of(wrong),
                    wrong.getCommandLine().getCommandSpec());
        }
        CommandSpec spec = leaf.commandSpec();
        Command command = commands.get(spec);
        if (leaf.isUsageHelpRequested() || command == null) {
            boolean asked = leaf.isUsageHelpRequested();
            spec.commandLine().usage(new PrintWriter(asked ? out : err, true));
            return asked ? ExitCode.DONE : ExitCode.USAGE;
        }
        return run(command, leaf, new Printer(out, err, words, leaf.matchedOptionValue(JSON, false)));
    }

    private static ExitCode run(Command command, ParseResult asked, Printer printer) {
        try {
            return command.run(asked, printer);
        } catch (UsageException e) {
            return usage(printer, e.what(), asked.commandSpec());
        } catch (UnconnectedException e) {
            printer.trouble(e.problem());
            return e.code();
        } catch (LinkLostException e) {
            printer.trouble(e.problem());
            return ExitCode.CONNECTION;
        } catch (ProblemException e) {
            printer.trouble(e.problem());
            return ExitCode.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        } catch (RuntimeException e) {
            LOG.error("a defect of the wizard itself", e);
            printer.aside("cli.defect", e.getClass().getSimpleName());
            return ExitCode.USAGE;
        }
    }

    private static ExitCode usage(Printer printer, Text what, CommandSpec of) {
        printer.aside(what.key(), what.arguments().toArray());
        printer.aside("cli.usage.next", of.qualifiedName());
        return ExitCode.USAGE;
    }

    private static ParseResult leaf(ParseResult parsed) {
        ParseResult at = parsed;
        while (at.hasSubcommand()) {
            at = at.subcommand();
        }
        return at;
    }
}
