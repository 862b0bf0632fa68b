package org.katagpu.kataconf.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The schema against what Kata itself ships and reads, version by version. */
class TemplateKeysTest {
    /** Shown by CC-0.8.0's templates, read by nothing in it. */
    private static final List<String> DEAD = List.of("hotplug_vfio_on_root_bus", "pcie_root_port", "pcie_switch_port");
    private final Schema schema = new Schema();

    private static List<String[]> rows() throws IOException {
        return Files.readAllLines(TemplateKeys.RESOURCE).stream()
                .filter(line -> !line.startsWith("#") && !line.startsWith("version")).map(line -> line.split("\t"))
                .toList();
    }

    @Test
    void theKeptListIsWhatTheTemplatesSay() throws IOException {
        Assumptions.assumeTrue(TemplateKeys.folder().isPresent());
        assertThat(Files.readString(TemplateKeys.RESOURCE)).isEqualTo(TemplateKeys.of(TemplateKeys.folder().get()));
    }

    @Test
    void everyActiveKeyOfATemplateIsKnownToItsOwnVersion() throws IOException {
        List<String> unknown = new ArrayList<>();
        for (String[] row : rows()) {
            KnownVersion version = version(row[0]);
            boolean known = schema.key(TableKind.ofWord(row[1]), row[2])
                    .filter(spec -> spec.knownTo(version) || spec.idleIn(version)).isPresent();
            if (!known && !(version == KnownVersion.CC_0_8_0 && DEAD.contains(row[2])) && row[3].equals("yes")) {
                unknown.add(String.join(" ", row));
            }
        }
        assertThat(rows()).hasSizeGreaterThan(400);
        assertThat(unknown).isEmpty();
    }

    /** A key only said to be shown is in the templates, and in no type of the runtime's own. */
    @Test
    void theSchemaSaysWhatEachRuntimesOwnTypesSay() {
        List<String> wrong = new ArrayList<>();
        for (KnownVersion version : KnownVersion.values()) {
            StrictReader reader = StrictReader.of(version);
            for (TableKind kind : TableKind.values()) {
                for (KeySpec spec : schema.keys(kind)) {
                    if (spec.knownTo(version) != reader.reads(kind, spec.name())) {
                        wrong.add(version + " " + kind + " " + spec.name());
                    }
                }
            }
            reader.types().forEach((key, type) -> {
                String[] part = key.split("\\.");
                if (!type.equals("table") && schema.key(TableKind.ofWord(part[0]), part[1]).isEmpty()) {
                    wrong.add(version + " lacks " + key);
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    private static KnownVersion version(String column) {
        for (KnownVersion version : KnownVersion.values()) {
            if (version.column().equals(column)) {
                return version;
            }
        }
        throw new IllegalArgumentException(column);
    }
}
