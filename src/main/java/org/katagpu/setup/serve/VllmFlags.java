package org.katagpu.setup.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.katagpu.setup.advisory.Release;

/**
 * Which options a version of vLLM does not have. Only what was seen is told: an option that is not in the table, and a
 * version nobody looked at, are nothing to say a word about.
 */
public final class VllmFlags {
    private static final String RESOURCE = "/serve/vllm-flags.tsv";
    private static final String NEGATED = "--no-";

    private record Row(String flag, Optional<Release> absentUntil, Optional<Release> goneBy) {
        static Row of(String line) {
            String[] cell = line.split("\t", -1);
            return new Row(cell[0], Release.in(cell[1]), Release.in(cell[2]));
        }

        boolean lackedBy(Release version) {
            return absentUntil.filter(last -> version.compareTo(last) <= 0).isPresent()
                    || goneBy.filter(first -> version.compareTo(first) >= 0).isPresent();
        }
    }

    /** Read at the first question of them. */
    private static final class Bundled {
        static final VllmFlags TABLE = read();
    }

    private final List<Row> rows;

    /** @param lines option, last version seen without it before, first seen without it after, source; tabs between */
    VllmFlags(Stream<String> lines) {
        rows = lines.filter(line -> line.startsWith("--")).map(Row::of).toList();
    }

    public static VllmFlags bundled() {
        return Bundled.TABLE;
    }

    private static VllmFlags read() {
        try (InputStream in = VllmFlags.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + RESOURCE);
            }
            return new VllmFlags(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Whether the option's row is there; {@code --no-name} goes with {@code --name}. */
    boolean has(String option) {
        return row(option).isPresent();
    }

    /**
     * The options among the words that this version does not have, as they are written in its table.
     *
     * @param version as an image's tag or its server tells it; one that cannot be read has nothing against it
     */
    public List<String> lacking(String version, List<String> words) {
        return Release.in(version).map(release -> words.stream().map(OpenSecrets::option).distinct()
                .filter(option -> row(option).filter(row -> row.lackedBy(release)).isPresent()).toList())
                .orElse(List.of());
    }

    private Optional<Row> row(String option) {
        return rows.stream().filter(row -> row.flag().equals(option)
                || option.startsWith(NEGATED) && row.flag().equals("--" + option.substring(NEGATED.length())))
                .findFirst();
    }
}
