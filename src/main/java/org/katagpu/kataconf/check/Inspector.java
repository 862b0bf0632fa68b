package org.katagpu.kataconf.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.TomlDocument;

/** Finds everything that is wrong or doubtful in a configuration. Takes some tens of milliseconds. */
public final class Inspector {
    /** Nobody reads more; guessing what each of thousands of unknown keys means would take seconds. */
    static final int MOST = 200;

    private final Schema schema;
    private final List<Check> checks = List.of(new SyntaxCheck(), new DuplicateCheck(), new PlacementCheck(),
            new TableCheck(), new ValueCheck(), new ConflictCheck(), new RustCheck());

    public Inspector(Schema schema) {
        this.schema = schema;
    }

    /** In the order of the file; of a file full of faults the first {@value #MOST}. */
    public List<Diagnostic> inspect(TomlDocument document, KataVersion version) {
        Inspection inspection = new Inspection(document, schema, version);
        List<Diagnostic> found = new ArrayList<>();
        checks.forEach(check -> found.addAll(check.look(inspection)));
        if (found.stream().noneMatch(one -> one.severity() == Severity.ERROR)) {
            found.addAll(new ParserCheck().look(inspection));
        }
        return found.stream().sorted(Comparator.comparingInt(one -> one.span().start())).limit(MOST).toList();
    }

    /** Whether the file may be saved. */
    public static boolean blocks(List<Diagnostic> found) {
        return found.stream().anyMatch(one -> one.severity() == Severity.ERROR);
    }
}
