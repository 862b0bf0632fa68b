package org.katagpu.kataconf.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;

/** All keys Kata is known to read, over all known versions. */
public final class Schema {
    private final Map<TableKind, Map<String, KeySpec>> keys = new LinkedHashMap<>();

    /** Reads the schema that comes with the app. */
    public Schema() {
        this(new SchemaReader().read());
    }

    Schema(List<KeySpec> specs) {
        specs.forEach(spec -> keys.computeIfAbsent(spec.table(), kind -> new LinkedHashMap<>())
                .put(spec.name(), spec));
    }

    public Optional<KeySpec> key(KeyRef ref) {
        return TableKind.of(ref.table()).flatMap(kind -> key(kind, ref.key()));
    }

    public Optional<KeySpec> key(TableKind kind, String name) {
        return Optional.ofNullable(keys.getOrDefault(kind, Map.of()).get(name));
    }

    /** Keys of a table, by name; none for a table Kata does not read. */
    public List<KeySpec> keys(TablePath table) {
        return TableKind.of(table).map(this::keys).orElse(List.of());
    }

    public List<KeySpec> keys(TableKind kind) {
        return List.copyOf(keys.getOrDefault(kind, Map.of()).values());
    }

    /** The kinds of tables in which this Kata does read a key of this name. */
    public List<TableKind> homes(String name, KnownVersion version) {
        List<TableKind> homes = new ArrayList<>();
        keys.forEach((kind, specs) -> {
            KeySpec spec = specs.get(name);
            if (spec != null && spec.knownTo(version)) {
                homes.add(kind);
            }
        });
        return homes;
    }
}
