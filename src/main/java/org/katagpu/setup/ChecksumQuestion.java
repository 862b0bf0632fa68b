package org.katagpu.setup;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file was brought to the host and nobody has said yet that it is the right one. Told by a script's
 * {@code kg_ask_checksum}: a finding with status {@code ask} and, beside it, a fact of kind {@code checksum}.
 *
 * @param finding id of the finding that asks
 * @param name the file's, without its folder
 * @param sha256 of what is on the host, 64 hex digits in lower case
 * @param source address or path it came from
 */
public record ChecksumQuestion(String finding, String name, String sha256, String source) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Empty where the finding asks something else, or no sum was told with it. */
    public static Optional<ChecksumQuestion> of(StageReport report, Finding asked) {
        return report.facts().stream()
                .filter(fact -> fact.path("kind").asText().equals("checksum")
                        && fact.path("finding").asText().equals(asked.id()))
                .map(ChecksumQuestion::read).filter(question -> SHA256.matcher(question.sha256()).matches())
                .reduce((first, last) -> last);
    }

    private static ChecksumQuestion read(JsonNode fact) {
        return new ChecksumQuestion(fact.path("finding").asText(), fact.path("name").asText(),
                fact.path("sha256").asText(), fact.path("source").asText());
    }
}
