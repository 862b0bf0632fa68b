package org.katagpu.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Small classes with one reason to be, in figures. */
class ClassSizesTest {
    private static final int MEDIAN = 70;
    private static final int NINE_IN_TEN = 250;
    private static final int MOST = 500;
    private static final int CONTROLLER = 150;

    @Test
    void classesStaySmall() throws IOException {
        Map<String, Integer> sizes = sizes();
        List<Integer> sorted = sizes.values().stream().sorted().toList();
        assertThat(sizes.entrySet()).allSatisfy(entry -> assertThat(entry.getValue()).as(entry.getKey())
                .isLessThanOrEqualTo(MOST));
        assertThat(sorted.get(sorted.size() / 2)).as("median lines").isLessThanOrEqualTo(MEDIAN);
        assertThat(sorted.get(sorted.size() * 9 / 10)).as("nine in ten").isLessThanOrEqualTo(NINE_IN_TEN);
    }

    /** A controller places what a page is made of; what a part does is the part's own. */
    @Test
    void controllersOnlyPlaceTheirParts() throws IOException {
        Map<String, Integer> controllers = sizes();
        controllers.keySet().removeIf(path -> !path.endsWith("Controller.java"));
        assertThat(controllers).hasSizeGreaterThan(10);
        assertThat(controllers.entrySet()).allSatisfy(entry -> assertThat(entry.getValue()).as(entry.getKey())
                .isLessThan(CONTROLLER));
    }

    private static Map<String, Integer> sizes() throws IOException {
        Map<String, Integer> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.endsWith("package-info.java")).toList()) {
                sizes.put(file.toString(), Files.readAllLines(file).size());
            }
        }
        return sizes;
    }
}
