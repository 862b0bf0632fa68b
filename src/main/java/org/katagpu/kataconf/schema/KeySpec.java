package org.katagpu.kataconf.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Text;

/**
 * What one key of Kata's is.
 *
 * @param unit {@code MiB}, {@code s} …; empty where there is none
 * @param least smallest sensible value
 * @param most largest allowed value
 * @param choices the allowed words of a choice, by version
 * @param defaults what Kata takes when the key is absent, by version; none where it depends on build or host
 * @param where for a text that is a path: on which side it is looked for
 * @param versions that read the key
 * @param shown versions that do not read it although their own templates carry it
 */
public record KeySpec(TableKind table, String name, ValueKind kind, String unit, OptionalLong least, OptionalLong most,
        Map<KnownVersion, List<String>> choices, Map<KnownVersion, TomlValue> defaults, Where where,
        Set<KnownVersion> versions, Set<KnownVersion> shown) {
    private static final long MOST_UINT32 = 4294967295L;

    /** Where a path must exist. */
    public enum Where {
        NO_PATH, HOST, GUEST
    }

    public KeySpec {
        choices = Map.copyOf(choices);
        defaults = Map.copyOf(defaults);
        versions = Set.copyOf(versions);
        shown = Set.copyOf(shown);
    }

    public boolean knownTo(KnownVersion version) {
        return versions.contains(version);
    }

    /** Whether it does nothing in this version, which yet ships configurations with it: no fault of the admin's. */
    public boolean idleIn(KnownVersion version) {
        return shown.contains(version);
    }

    public List<String> choicesIn(KnownVersion version) {
        return choices.getOrDefault(version, List.of());
    }

    public Optional<TomlValue> defaultIn(KnownVersion version) {
        return Optional.ofNullable(defaults.get(version));
    }

    public boolean inRange(long value) {
        return (least.isEmpty() || value >= least.getAsLong()) && (most.isEmpty() || value <= most.getAsLong());
    }

    /** Whether Kata itself takes no such number, whatever is sensible. */
    public boolean refuses(long value) {
        return value < 0 || value > MOST_UINT32 || !inRange(value) && unit.isEmpty() && name.endsWith("_port");
    }

    /** One sentence on what it does. */
    public Text meaning() {
        return Text.of("kataconfkey." + table.word() + "." + name);
    }
}
