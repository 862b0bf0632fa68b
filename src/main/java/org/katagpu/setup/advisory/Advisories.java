package org.katagpu.setup.advisory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

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
                Arrays.stream(cell[2].split(";")).map(Span::of).toList(), cell[3].equals("-") ? "" : cell[3], cell[4],
                cell[5]);
    }

    public List<Advisory> all() {
        return all;
    }

    public List<Advisory> of(Component component) {
        return all.stream().filter(one -> one.component() == component).toList();
    }
}
