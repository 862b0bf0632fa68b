package org.katagpu.setup.kata;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Optional;

import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.Literal;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;

/**
 * A key the admin wants to have a certain value.
 *
 * @param table its table's parts: {@code hypervisor, qemu}
 * @param value as TOML writes it, so that it keeps its type: {@code "root-port"} with its quotes, {@code 20480}; empty:
 *        the key is not to be set, so that Kata takes its default
 */
public record WantedKey(List<String> table, String key, String value) {
    private static final KeyRef PROBE = new KeyRef(TablePath.ROOT, "value");

    public WantedKey {
        table = List.copyOf(table);
    }

    /** @param value empty: not set */
    public static WantedKey of(KeyRef ref, Optional<TomlValue> value) {
        return new WantedKey(ref.table().parts(), ref.key(), value.map(Literal::of).orElse(""));
    }

    @JsonIgnore
    public KeyRef ref() {
        return new KeyRef(new TablePath(table), key);
    }

    /** Whether the key is to have a value at all. */
    @JsonIgnore
    public boolean isSet() {
        return !value.isEmpty();
    }

    /** The value with its type; empty where none is wanted, and where the text is no value of TOML. */
    @JsonIgnore
    public Optional<TomlValue> content() {
        TomlDocument document = TomlDocument.of("value = " + value);
        return isSet() && document.items().size() == 1 && document.activeKeys().size() == 1
                ? document.value(PROBE)
                : Optional.empty();
    }
}
