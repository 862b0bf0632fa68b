package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.katagpu.kataconf.check.Diagnostic;
import org.katagpu.kataconf.check.Fix;
import org.katagpu.kataconf.check.Inspector;
import org.katagpu.kataconf.check.KataVersionGuess;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Looks through a Kata configuration that lies here: no host is needed. */
final class CheckConfigCommand implements Command {
    private static final List<String> RUNTIMES = List.of("go", "rust");
    private static final String FORM = "check-config/1";
    @Override
    public CommandSpec spec(Specs specs) {
        return specs.command("check-config").addOption(specs.option("kata-version", "VERSION"))
                .addOption(specs.option("runtime", "go|rust", RUNTIMES))
                .addPositional(specs.parameter(0, "FILE"));
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer) throws ProblemException, UsageException {
        String file = asked.matchedPositionalValue(0, "");
        String runtime = runtime(asked);
        Optional<KataVersion> told = version(asked);
        TomlDocument document = TomlDocument.read(LocalFile.read(file));
        boolean rust = runtime.isEmpty() ? KataVersionGuess.isRust(document) : runtime.equals("rust");
        KataVersionGuess fitting = new KataVersionGuess(new Inspector(new Schema()));
        KataVersion version = told.map(known -> rust ? known.inRust() : known)
                .orElseGet(() -> fitting.of(document, rust));
        List<Diagnostic> found = fitting.inspector().inspect(document, version);
        if (printer.asJson()) {
            printer.json(json(file, version, told.isEmpty(), found, printer));
        } else {
            tell(file, version, told.isEmpty(), found, printer);
        }
        return found.isEmpty() ? ExitCode.DONE : ExitCode.BLOCKED;
    }

    private static String runtime(ParseResult asked) throws UsageException {
        String runtime = asked.matchedOptionValue("--runtime", "");
        if (!runtime.isEmpty() && !RUNTIMES.contains(runtime)) {
            throw new UsageException(Text.of("cli.usage.value", "--runtime", runtime));
        }
        return runtime;
    }

    private static Optional<KataVersion> version(ParseResult asked) throws UsageException {
        String label = asked.matchedOptionValue("--kata-version", "");
        Optional<KataVersion> version = KataVersion.parse(label);
        if (version.isEmpty() && !label.isEmpty()) {
            throw new UsageException(Text.of("cli.usage.value", "--kata-version", label));
        }
        return version;
    }

    private static void tell(String file, KataVersion version, boolean guessed, List<Diagnostic> found,
            Printer printer) {
        String runtime = version.rust() ? "Rust" : "Go";
        printer.say(guessed ? "cli.config.guessed" : "cli.config.version", version.label(), runtime);
        for (Diagnostic one : found) {
            printer.say("cli.config.place", file, String.valueOf(one.at().line()), String.valueOf(one.at().column()),
                    Text.of("cli.severity." + word(one)), one.what());
            for (Fix fix : one.fixes()) {
                printer.say("cli.config.fix", fix.label());
            }
        }
        printer.say(found.isEmpty() ? "cli.config.fine" : "cli.config.found", String.valueOf(found.size()));
    }

    private static ObjectNode json(String file, KataVersion version, boolean guessed, List<Diagnostic> found,
            Printer printer) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("form", FORM).put("file", file);
        root.putObject("kata").put("version", version.label()).put("runtime", version.rust() ? "rust" : "go")
                .put("guessed", guessed);
        ArrayNode all = root.putArray("findings");
        for (Diagnostic one : found) {
            ObjectNode told = all.addObject().put("line", one.at().line()).put("column", one.at().column())
                    .put("severity", word(one)).put("id", one.what().key())
                    .put("text", printer.words().get(one.what()));
            ArrayNode fixes = told.putArray("fixes");
            one.fixes().forEach(fix -> fixes.add(printer.words().get(fix.label())));
        }
        return root;
    }

    private static String word(Diagnostic one) {
        return one.severity().name().toLowerCase(Locale.ROOT);
    }
}
