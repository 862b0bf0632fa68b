package org.katagpu.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of failures for admins says what the window says. */
class FailuresPageTest {
    private static final Path KNOWN = Path.of("src/main/resources/diagnosis/failures.tsv");

    @ParameterizedTest
    @CsvSource({"docs/failures.md,diagnosis.properties", "docs/failures.zh-CN.md,diagnosis_zh_CN.properties"})
    void itsRowsAreThoseOfTheKnownFailures(Path page, String bundle) throws IOException {
        Properties words = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources/i18n", bundle))) {
            words.load(reader);
        }
        List<String> rows = Files.readAllLines(KNOWN).stream().filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split("\t"))
                .map(known -> "| `" + known[2] + "` | " + words.getProperty("diagnosis." + known[0]) + " | "
                        + words.getProperty("diagnosis." + known[0] + ".next") + " |")
                .toList();
        assertThat(Files.readAllLines(page).stream().filter(line -> line.startsWith("| `"))).hasSizeGreaterThan(20)
                .allSatisfy(row -> assertThat(rows).contains(row));
    }
}
