package org.katagpu.setup.advisory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.katagpu.message.Text;
import org.katagpu.setup.Finding;

/** The table that comes with the app. */
public final class Advisories {
    private static final String RESOURCE = "/advisory/advisories.tsv";
    private final List<Advisory> all;

    public Advisories() {
        try (InputStream in = Advisories.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + RESOURCE);
            }
            all = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("component\t")).map(Advisories::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Advisory read(String line) {
        String[] cell = line.split("\t", -1);
        return new Advisory(Component.ofWord(cell[0]), cell[1],
                Arrays.stream(cell[2].split(";")).map(Span::of).toList(), cell[3].equals("-") ? "" : cell[3], cell[4]);
    }

    public List<Advisory> all() {
        return all;
    }

    public List<Advisory> of(Component component) {
        return all.stream().filter(one -> one.component() == component).toList();
    }

    /** What a version is known to have, as a warning; empty where nothing is known against it. */
    public Optional<Finding> against(Component component, String version, String id) {
        List<Advisory> affected = of(component).stream().filter(one -> one.of(version) == AdvisoryStatus.AFFECTED)
                .toList();
        if (affected.isEmpty()) {
            return Optional.empty();
        }
        String evidence = affected.stream().map(one -> one.id() + "  " + one.mendedIn(version) + "\n    " + one.page())
                .collect(Collectors.joining("\n"));
        return Optional.of(new Finding(id, Finding.Status.WARN,
                Text.of("advisory.found", Text.of("advisory.name." + component.name().toLowerCase(Locale.ROOT)),
                        version,
                        String.valueOf(affected.size()), all(affected)),
                evidence, Text.of("advisory.found.next", affected.getLast().mendedIn(version))));
    }

    /** What each of them lets happen, in one sentence. */
    public static Text all(List<Advisory> some) {
        return some.stream().map(Advisory::what).reduce((left, right) -> Text.of("advisory.and", left, right))
                .orElse(Text.of("check.nothing"));
    }
}
