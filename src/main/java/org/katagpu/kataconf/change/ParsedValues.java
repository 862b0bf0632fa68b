package org.katagpu.kataconf.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.StrictReading;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** What a text means to a complete TOML parser: every key with its value, apart from how it is written. */
final class ParsedValues {
    private final Map<KeyRef, Object> values = new LinkedHashMap<>();

    private ParsedValues(TomlTable table) {
        add(TablePath.ROOT, table);
    }

    /** Empty when the text is not valid TOML. */
    static Optional<ParsedValues> of(TomlDocument document) {
        StrictReading reading = new StrictReading(document);
        return reading.valid() ? Optional.of(new ParsedValues(reading.table())) : Optional.empty();
    }

    private void add(TablePath path, TomlTable table) {
        for (Map.Entry<String, Object> entry : table.entrySet()) {
            add(path, entry.getKey(), entry.getValue());
        }
    }

    private void add(TablePath path, String key, Object value) {
        if (value instanceof TomlTable table) {
            add(path.child(key), table);
        } else if (value instanceof TomlArray array && holdsTables(array)) {
            for (int i = 0; i < array.size(); i++) {
                add(path.child(key).element(i), array.getTable(i));
            }
        } else {
            values.put(new KeyRef(path, key), plain(value));
        }
    }

    private static boolean holdsTables(TomlArray array) {
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof TomlTable)) {
                return false;
            }
        }
        return array.size() > 0;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case TomlArray array -> {
                List<Object> items = new ArrayList<>();
                for (int i = 0; i < array.size(); i++) {
                    items.add(plain(Objects.requireNonNull(array.get(i))));
                }
                yield items;
            }
            case TomlTable table -> {
                Map<String, Object> members = new LinkedHashMap<>();
                table.entrySet().forEach(entry -> members.put(entry.getKey(), plain(entry.getValue())));
                yield members;
            }
            default -> value;
        };
    }

    /** The keys whose values differ, or that only one side has. */
    Set<KeyRef> differs(ParsedValues other) {
        Set<KeyRef> keys = new HashSet<>(values.keySet());
        keys.addAll(other.values.keySet());
        keys.removeIf(key -> Objects.equals(values.get(key), other.values.get(key)));
        return keys;
    }
}
