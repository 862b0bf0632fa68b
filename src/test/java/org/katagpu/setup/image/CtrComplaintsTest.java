package org.katagpu.setup.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.katagpu.setup.LibraryText;

/** What ctr complains of, in its own words from the field, and the finding it becomes. */
class CtrComplaintsTest {
    static Stream<List<String>> lines() throws Exception {
        return Files.readAllLines(Path.of("src/test/resources/org/katagpu/setup/image/ctr-errors.tsv")).stream()
                .map(line -> List.of(line.split("\t")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aComplaintBecomesTheFindingThatFits(List<String> line) throws Exception {
        Process bash = new ProcessBuilder("bash", "-c", """
                set -Eeuo pipefail
                KATAGPU_NONCE=n PATIENCE=60 IMAGE_ARCH=arm64
                eval "$1"
                image_explain "$2" "$3" WHAT 1
                """, "bash", LibraryText.of("image/look"), line.get(1), line.get(2)).redirectErrorStream(true).start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        assertThat(said).contains("\"id\":\"image." + line.getFirst() + "\"").contains("\"status\":\"fail\"")
                .as("its own words").contains(line.get(2).replace("\"", "\\\""));
    }
}
