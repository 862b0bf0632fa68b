package org.katagpu.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others made and we give on: told for people, for tools and by Maven, three times the same. */
class PartsTest {
    private static final Path MADE = Path.of("target/classes/META-INF/kata-gpu-wizard");
    private static final Path TREE = Path.of("target/dependency-tree.txt");
    private static final Pattern TREE_LINE = Pattern
            .compile("^[|+\\\\ -]+([\\w.-]+):([\\w.-]+):jar(?::[\\w-]+)?:([\\w.-]+):(?:compile|runtime)",
                    Pattern.MULTILINE);
    private static final Pattern THIRD_PARTY_LINE = Pattern.compile("^([\\w.-]+:[\\w.-]+ [\\w.-]+): ([^(]+) \\(",
            Pattern.MULTILINE);

    @BeforeEach
    void mavenMadeThem() {
        assumeTrue(Files.exists(TREE), "these files are made by Maven; this run is without it");
    }

    @Test
    void threeListsOfPartsAreOne() throws IOException {
        Set<String> byMaven = new TreeSet<>();
        for (MatchResult part : TREE_LINE.matcher(Files.readString(TREE)).results().toList()) {
            byMaven.add(part.group(1) + ":" + part.group(2) + " " + part.group(3));
        }
        Set<String> forPeople = new TreeSet<>(thirdParty().stream().map(part -> part.group(1)).toList());
        assertThat(byMaven).contains("org.openjfx:javafx-graphics " + javaFx()).hasSizeGreaterThan(20);
        assertThat(forPeople).isEqualTo(byMaven);
        Set<String> forTools = new TreeSet<>();
        for (JsonNode part : sbom().path("components")) {
            forTools.add(part.path("group").asText() + ":" + part.path("name").asText() + " "
                    + part.path("version").asText());
        }
        assertThat(forTools).isEqualTo(byMaven);
    }

    @Test
    void theBillOfMaterialsIsTheSameForTheSameSource() throws IOException {
        assertThat(sbom().path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(sbom().has("serialNumber")).isFalse();
        assertThat(sbom().path("metadata").has("timestamp")).isFalse();
    }

    @Test
    void everyLicenceHasItsText() throws IOException {
        Set<String> licences = new TreeSet<>();
        for (MatchResult part : thirdParty()) {
            licences.addAll(List.of(part.group(2).split(", ")));
        }
        assertThat(licences).hasSizeGreaterThan(3).allSatisfy(licence -> assertThat(text(licence)).isNotEmptyFile());
    }

    /** Our own licence is the text of Apache-2.0 for others' parts too. */
    private static Path text(String licence) {
        return licence.equals("Apache-2.0")
                ? Path.of("docs/LICENSE")
                : Path.of("assets/licences", licence.replace(' ', '-') + ".txt");
    }

    private static List<MatchResult> thirdParty() throws IOException {
        return THIRD_PARTY_LINE.matcher(Files.readString(MADE.resolve("THIRD-PARTY.txt"))).results().toList();
    }

    private static JsonNode sbom() throws IOException {
        Path bill = MADE.resolve("sbom.cdx.json");
        assumeTrue(Files.exists(bill), "CycloneDX makes none in an offline build");
        return new ObjectMapper().readTree(bill.toFile());
    }

    private static String javaFx() throws IOException {
        return Pattern.compile("<javafx.version>([^<]+)<").matcher(Files.readString(Path.of("pom.xml")))
                .results().findFirst().orElseThrow().group(1);
    }
}
