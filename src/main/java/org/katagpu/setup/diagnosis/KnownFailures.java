package org.katagpu.setup.diagnosis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The failures known in this field, from the bundled {@code diagnosis/failures.tsv}; its head says how it is read. */
public final class KnownFailures {
    private static final String TABLE = "/diagnosis/failures.tsv";

    /** What says only that there is a cause, or that it is one of several. */
    static final Set<String> VAGUE = Set.of("hub-unauthorized", "engine-failed");

    private final List<Symptom> symptoms;
    private final LiteralMatcher needles;

    private KnownFailures(List<Symptom> symptoms) {
        this.symptoms = List.copyOf(symptoms);
        this.needles = new LiteralMatcher(symptoms.stream().map(symptom -> symptom.pattern().needle()).toList());
    }

    /** Reads the bundled table. */
    public static KnownFailures bundled() {
        try (InputStream table = Objects.requireNonNull(KnownFailures.class.getResourceAsStream(TABLE), TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            return new KnownFailures(lines.lines().filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t")).map(KnownFailures::symptom).toList());
        } catch (IOException notReadable) {
            throw new UncheckedIOException(TABLE, notReadable);
        }
    }

    private static Symptom symptom(String[] cell) {
        return new Symptom(cell[0], LogOrigin.valueOf(cell[1].toUpperCase(Locale.ROOT)), LinePattern.parse(cell[2]));
    }

    Set<String> ids() {
        return symptoms.stream().map(Symptom::id).collect(Collectors.toSet());
    }

    /** What a line is a sign of; the first of the table that fits. */
    Optional<Symptom> of(String line) {
        return needles.in(line).stream().mapToObj(symptoms::get).filter(symptom -> symptom.pattern().matches(line))
                .findFirst();
    }
}
