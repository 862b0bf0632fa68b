package org.katagpu.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The inputs kept for a target: seeds, and what once was a finding. */
final class Corpus {
    private static final Path KEPT = Path.of("src/test/resources/fuzz");

    private Corpus() {}

    static List<byte[]> of(String target) throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        Path folder = KEPT.resolve(target);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    inputs.add(Files.readAllBytes(file));
                }
            }
        }
        return inputs;
    }
}
