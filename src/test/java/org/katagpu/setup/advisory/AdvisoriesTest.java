package org.katagpu.setup.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.katagpu.message.Messages;
import org.katagpu.setup.PublishedVulnerabilities;

class AdvisoriesTest {
    private final Advisories table = Advisories.bundled();

    @Test
    void everyRowHasItsSourceAndRanges() {
        assertThat(table.all()).hasSizeGreaterThanOrEqualTo(30).allSatisfy(one -> {
            assertThat(one.id()).matches("(?:CVE-\\d{4}-\\d{4,}|GHSA(?:-[a-z0-9]{4}){3})");
            assertThat(URI.create(one.source()).getScheme()).isEqualTo("https");
            Messages.LOCALES.forEach(locale -> assertThat(new Messages(locale).get(one.what())).contains(one.id()));
            assertThat(one.spans()).isNotEmpty().allSatisfy(span -> assertThat(span.from()).isLessThan(span.end()
                    .equals(span.from()) ? Release.bound("99999") : span.end()));
        });
        assertThat(table.all()).extracting(Advisory::id).doesNotHaveDuplicates();
        for (Component component : Component.values()) {
            assertThat(table.of(component)).as(component.name()).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    /** Labels made apart from the product's comparison, and by hand where a version is odd. */
    @Test
    void labelledVersionsGetTheirVerdict() throws Exception {
        Map<String, Advisory> rows = table.all().stream().collect(Collectors.toMap(Advisory::id, Function.identity()));
        List<String> wrong = new ArrayList<>();
        List<String> lines;
        try (var in = AdvisoriesTest.class.getResourceAsStream("/advisories-labelled.tsv")) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
        for (String line : lines) {
            String[] cell = line.split("\t", -1);
            AdvisoryStatus verdict = rows.get(cell[1]).of(cell[2]);
            if (!verdict.name().equalsIgnoreCase(cell[3])) {
                wrong.add(line + " got " + verdict);
            }
        }
        System.out.printf("advisories: %d rows, %d labelled versions, %d wrong verdicts%n", rows.size(), lines.size(),
                wrong.size());
        assertThat(lines).hasSizeGreaterThanOrEqualTo(200);
        assertThat(wrong).isEmpty();
    }

    @Test
    void theFirstVersionWithoutItIsNamed() {
        Advisory groups = table.all().stream().filter(one -> one.id().equals("CVE-2023-25173")).findFirst()
                .orElseThrow();
        assertThat(groups.mendedIn("1.6.8")).isEqualTo("≥ 1.6.18");
        assertThat(groups.mendedIn("1.5.1")).isEqualTo("≥ 1.5.18");
        assertThat(groups.mendedIn("1.7.0")).isEmpty();
    }

    @Test
    void aVersionInThePlanIsToldWithWhatIsKnownAgainstIt() {
        assertThat(PublishedVulnerabilities.of(Component.DRIVER, "550.54.14", "rootfs.advisory"))
                .hasValueSatisfying(told -> {
                    assertThat(told.evidence()).contains("CVE-2024-0126", "https://");
                    assertThat(new Messages(java.util.Locale.ENGLISH).get(told.what())).contains("more rights")
                            .doesNotContain("{");
                });
        assertThat(PublishedVulnerabilities.of(Component.DRIVER, "550.127.05", "rootfs.advisory")).isEmpty();
        assertThat(PublishedVulnerabilities.of(Component.VLLM, "v0.10.2", "image.advisory").orElseThrow().evidence())
                .contains("CVE-2026-27893").doesNotContain("CVE-2025-32444");
        assertThat(PublishedVulnerabilities.of(Component.VLLM, "latest", "image.advisory")).isEmpty();
    }
}
