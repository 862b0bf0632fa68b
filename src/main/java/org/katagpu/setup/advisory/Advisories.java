package org.katagpu.setup.advisory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.katagpu.message.Text;

/** The table that comes with the app. */
public final class Advisories {
    private static final String RESOURCE = "/advisory/advisories.tsv";
    private final List<Advisory> all;

    /** Read at the first question of them: no page of the start asks one. */
    private static final class Bundled {
        static final Advisories TABLE = new Advisories();
    }

    private Advisories() {
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

    public static Advisories bundled() {
        return Bundled.TABLE;
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

    /** What each of them lets happen, in one sentence. */
    public static Text all(List<Advisory> some) {
        return some.stream().map(Advisory::what).reduce((left, right) -> Text.of("advisory.and", left, right))
                .orElse(Text.of("check.nothing"));
    }
}
