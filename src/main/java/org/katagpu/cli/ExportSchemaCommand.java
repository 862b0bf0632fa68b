package org.katagpu.cli;

import java.util.List;
import java.util.Optional;

import org.katagpu.kataconf.schema.JsonSchemaWriter;
import org.katagpu.kataconf.schema.KataRuntime;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.message.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Prints the keys of one Kata as a JSON Schema, for editors. No host is needed. */
final class ExportSchemaCommand implements Command {
    private static final List<String> RUNTIMES = List.of("go", "rust");

    @Override
    public CommandSpec spec(Specs specs) {
        return specs.command("schema", "cli.command.export.schema")
                .addOption(specs.option("kata-version", "VERSION"))
                .addOption(specs.option("runtime", "go|rust", RUNTIMES));
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer) throws UsageException {
        String runtime = asked.matchedOptionValue("--runtime", RUNTIMES.getFirst());
        if (!RUNTIMES.contains(runtime)) {
            throw new UsageException(Text.of("cli.usage.value", "--runtime", runtime));
        }
        boolean rust = runtime.equals("rust");
        String label = asked.matchedOptionValue("--kata-version",
                KnownVersion.of(rust ? KataRuntime.RUST : KataRuntime.GO).getLast().label());
        Optional<KataVersion> version = KataVersion.parse(label).map(known -> rust ? known.inRust() : known);
        if (version.isEmpty()) {
            throw new UsageException(Text.of("cli.usage.value", "--kata-version", label));
        }
        if (!version.get().exact()) {
            printer.aside("cli.schema.nearest", label, version.get().nearest().shown());
        }
        printer.json(new JsonSchemaWriter(new Schema(), printer.words()::get).of(version.get().nearest()));
        return ExitCode.DONE;
    }
}
