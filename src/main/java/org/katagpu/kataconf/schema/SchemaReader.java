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
        for (KnownVersion version : KnownVersion.values()) {
            if (cell[FIRST_VERSION + version.ordinal()].equals("yes")) {
                versions.add(version);
            }
        }
        return new KeySpec(TableKind.ofWord(cell[0]), cell[1], ValueKind.valueOf(cell[2].toUpperCase(Locale.ROOT)),
                cell[3].equals("-") ? "" : cell[3], bound(range[0]), bound(range[1]),
                cell[5].equals("-") ? List.of() : List.of(cell[5].split(",", -1)), defaults(cell[6]),
                where(cell[7]), versions);
    }

    private static KeySpec.Where where(String cell) {
        return cell.equals("-") ? KeySpec.Where.NO_PATH : KeySpec.Where.valueOf(cell.toUpperCase(Locale.ROOT));
    }

    private static OptionalLong bound(String cell) {
        return cell.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(cell));
    }

    /** {@code 45;4.1.0=90}: the first holds until a later entry names a version. */
    private static Map<KnownVersion, TomlValue> defaults(String cell) {
        Map<KnownVersion, TomlValue> defaults = new EnumMap<>(KnownVersion.class);
        if (cell.equals("-")) {
            return defaults;
        }
        String[] parts = cell.split(";");
        for (KnownVersion version : KnownVersion.values()) {
            String literal = parts[0];
            for (int i = 1; i < parts.length; i++) {
                int equals = parts[i].indexOf('=');
                if (parts[i].substring(0, equals).equals(version.label())) {
                    literal = parts[i].substring(equals + 1);
                }
            }
            TomlDocument document = TomlDocument.of("value = " + literal);
            defaults.put(version, document.value(new KeyRef(TablePath.ROOT, "value")).orElseThrow());
        }
        return defaults;
    }
}
