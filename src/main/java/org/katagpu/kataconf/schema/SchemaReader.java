package org.katagpu.kataconf.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlDocument;
import org.katagpu.kataconf.toml.TomlValue;

/** Reads {@code kataconf/keys.tsv}; see its head for the columns. */
final class SchemaReader {
    private static final String RESOURCE = "/kataconf/keys.tsv";
    private static final int FIRST_VERSION = 8;

    List<KeySpec> read() {
        try (InputStream in = SchemaReader.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + RESOURCE);
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("table\t")).map(SchemaReader::spec)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static KeySpec spec(String line) {
        String[] cell = line.split("\t", -1);
        String[] range = cell[4].equals("-") ? new String[]{"", ""} : cell[4].split("\\.\\.", -1);
        Set<KnownVersion> versions = EnumSet.noneOf(KnownVersion.class);
        Set<KnownVersion> shown = EnumSet.noneOf(KnownVersion.class);
        for (KnownVersion version : KnownVersion.values()) {
            switch (cell[FIRST_VERSION + version.ordinal()]) {
                case "yes" -> versions.add(version);
                case "shown" -> shown.add(version);
                default -> {
                }
            }
        }
        return new KeySpec(TableKind.ofWord(cell[0]), cell[1], ValueKind.valueOf(cell[2].toUpperCase(Locale.ROOT)),
                cell[3].equals("-") ? "" : cell[3], bound(range[0]), bound(range[1]),
                choices(cell[5]), defaults(cell[6]), where(cell[7]), versions, shown);
    }

    private static Map<KnownVersion, List<String>> choices(String cell) {
        Map<KnownVersion, List<String>> choices = new EnumMap<>(KnownVersion.class);
        byVersion(cell).forEach((version, words) -> choices.put(version, List.of(words.split(",", -1))));
        return choices;
    }

    private static KeySpec.Where where(String cell) {
        return cell.equals("-") ? KeySpec.Where.NO_PATH : KeySpec.Where.valueOf(cell.toUpperCase(Locale.ROOT));
    }

    private static OptionalLong bound(String cell) {
        return cell.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(cell));
    }

    /** {@code 45;4.1.0=90}: the first holds but for the versions named behind it. */
    private static Map<KnownVersion, TomlValue> defaults(String cell) {
        Map<KnownVersion, TomlValue> defaults = new EnumMap<>(KnownVersion.class);
        byVersion(cell).forEach((version, literal) -> defaults.put(version,
                TomlDocument.of("value = " + literal).value(new KeyRef(TablePath.ROOT, "value")).orElseThrow()));
        return defaults;
    }

    private static Map<KnownVersion, String> byVersion(String cell) {
        Map<KnownVersion, String> found = new EnumMap<>(KnownVersion.class);
        if (cell.equals("-")) {
            return found;
        }
        String[] parts = cell.split(";");
        for (KnownVersion version : KnownVersion.values()) {
            found.put(version, parts[0]);
            for (int i = 1; i < parts.length; i++) {
                int equals = parts[i].indexOf('=');
                if (parts[i].substring(0, equals).equals(version.column())) {
                    found.put(version, parts[i].substring(equals + 1));
                }
            }
        }
        return found;
    }
}
