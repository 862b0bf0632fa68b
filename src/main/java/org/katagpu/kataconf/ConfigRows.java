package org.katagpu.kataconf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.kataconf.schema.KeySpec;
import org.katagpu.kataconf.schema.Schema;
import org.katagpu.kataconf.schema.TableKind;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.Row;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;

/** A document's keys beside what the schema knows of them. */
public final class ConfigRows {
    private final Schema schema;

    public ConfigRows(Schema schema) {
        this.schema = schema;
    }

    /** The file's tables, then those Kata reads besides that the file does not have. */
    public List<TablePath> tables(TomlDocument document, KataVersion version) {
        List<TablePath> tables = new ArrayList<>(document.tables());
        Set<TableKind> there = new HashSet<>();
        tables.forEach(table -> TableKind.of(table).ifPresent(there::add));
        for (TableKind kind : List.of(TableKind.HYPERVISOR, TableKind.AGENT, TableKind.RUNTIME, TableKind.FACTORY)) {
            if (!there.contains(kind) && schema.keys(kind).stream().anyMatch(key -> key.knownTo(version.nearest()))) {
                tables.add(kind.table("qemu", "kata"));
            }
        }
        tables.removeIf(table -> table.equals(TablePath.ROOT) && document.rows(table).isEmpty());
        return tables;
    }

    /** What the file has, in its order, then the absent keys the host's version knows. */
    public List<KeyRow> rows(TomlDocument document, TablePath table, KataVersion version) {
        List<KeyRow> rows = new ArrayList<>();
        Set<String> written = new HashSet<>();
        for (Row row : document.rows(table)) {
            written.add(row.ref().key());
            rows.add(present(row, version));
        }
        for (KeySpec spec : schema.keys(table)) {
            if (!written.contains(spec.name()) && spec.knownTo(version.nearest())) {
                rows.add(new KeyRow(new KeyRef(table, spec.name()), KeyRow.State.ABSENT, Optional.empty(),
                        spec.defaultIn(version.nearest()), "", Optional.empty(), "", "", Optional.of(spec), true,
                        spec.choicesIn(version.nearest())));
            }
        }
        return rows;
    }

    private KeyRow present(Row row, KataVersion version) {
        Optional<KeySpec> spec = schema.key(row.ref());
        boolean active = row.state() == Row.State.ACTIVE;
        boolean known = spec.filter(one -> one.knownTo(version.nearest())).isPresent();
        return new KeyRow(row.ref(), active ? KeyRow.State.ACTIVE : KeyRow.State.COMMENTED_OUT, row.content(),
                active && known ? row.content() : spec.flatMap(one -> one.defaultIn(version.nearest())), row.source(),
                Optional.of(row.position()), row.help(), row.remark(), spec, known,
                spec.map(one -> one.choicesIn(version.nearest())).orElse(List.of()));
    }
}
