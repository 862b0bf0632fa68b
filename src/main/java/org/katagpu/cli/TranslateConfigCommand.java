package org.katagpu.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.katagpu.kataconf.change.DiffRow;
import org.katagpu.kataconf.change.GoToRust;
import org.katagpu.kataconf.change.Translation;
import org.katagpu.kataconf.check.Inspector;
import org.katagpu.kataconf.check.KataVersionGuess;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KnownVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows a configuration of Kata's Go runtime as the runtime in Rust reads it: as a difference, the whole text as JSON. */
final class TranslateConfigCommand implements Command {
    private static final String FORM = "translate-config/1";
    private static final int CONTEXT = 2;

    @Override
    public CommandSpec spec(Specs specs) {
        return specs.command("translate-config").addOption(specs.option("kata-version", "VERSION"))
                .addPositional(specs.parameter(0, "FILE"));
    }

    @Override
    public ExitCode run(ParseResult asked, Printer printer) throws ProblemException, UsageException {
        String file = asked.matchedPositionalValue(0, "");
        TomlDocument document = TomlDocument.read(LocalFile.read(file));
        if (KataVersionGuess.isRust(document)) {
            throw new UsageException(Text.of("cli.translate.rust", file));
        }
        Schema schema = new Schema();
        KataVersion to = to(asked);
        KataVersion from = new KataVersionGuess(new Inspector(schema)).of(document, false);
        Translation translation = new GoToRust(schema, from, to).of(document);
        if (printer.asJson()) {
            printer.json(json(file, to, translation, printer));
        } else {
            tell(file, to, translation, printer);
        }
        return ExitCode.DONE;
    }

    private static KataVersion to(ParseResult asked) throws UsageException {
        String label = asked.matchedOptionValue("--kata-version", KnownVersion.RS_4_1_0.label());
        return KataVersion.parse(label).map(KataVersion::inRust)
                .orElseThrow(() -> new UsageException(Text.of("cli.usage.value", "--kata-version", label)));
    }

    private static void tell(String file, KataVersion to, Translation translation, Printer printer) {
        printer.raw("--- " + file);
        printer.raw("+++ " + to.shown());
        int last = 0;
        for (DiffRow row : translation.diff().rows(CONTEXT)) {
            if (row.leftLine() > 0 && row.leftLine() > last + 1) {
                printer.raw("@@ " + row.leftLine());
            }
            last = Math.max(last, row.leftLine());
            switch (row.kind()) {
                case SAME -> printer.raw("  " + row.left());
                case REMOVED -> printer.raw("- " + row.left());
                case ADDED -> printer.raw("+ " + row.right());
                case CHANGED -> {
                    printer.raw("- " + row.left());
                    printer.raw("+ " + row.right());
                }
            }
        }
        translation.open().forEach(printer::say);
    }

    private static ObjectNode json(String file, KataVersion to, Translation translation, Printer printer) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("form", FORM).put("file", file).put("version",
                to.label());
        ArrayNode open = root.putArray("open");
        translation.open().forEach(one -> open.addObject().put("id", one.key()).put("text", printer.words().get(one)));
        return root.put("text", translation.after().text());
    }
}
