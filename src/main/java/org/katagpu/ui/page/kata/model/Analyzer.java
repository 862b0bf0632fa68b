package org.katagpu.ui.page.kata.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.katagpu.kataconf.ConfigRows;
import org.katagpu.kataconf.KeyRow;
import org.katagpu.kataconf.advice.Recommendations;
import org.katagpu.kataconf.advice.SetupFacts;
import org.katagpu.kataconf.check.Inspector;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;

/** Works out what follows from a document on this host. Takes tens of milliseconds: not for the JavaFX thread. */
public final class Analyzer {
    private final ConfigRows rows;
    private final Inspector inspector;
    private final SetupFacts facts;

    public Analyzer(Schema schema, SetupFacts facts) {
        this.rows = new ConfigRows(schema);
        this.inspector = new Inspector(schema);
        this.facts = facts;
    }

    public SetupFacts facts() {
        return facts;
    }

    public Analysis judge(TomlDocument document) {
        Map<TablePath, List<KeyRow>> tables = new LinkedHashMap<>();
        rows.tables(document, facts.version())
                .forEach(table -> tables.put(table, rows.rows(document, table, facts.version())));
        return new Analysis(document, Collections.unmodifiableMap(tables), Recommendations.of(document, facts),
                inspector.inspect(document, facts.version()));
    }
}
