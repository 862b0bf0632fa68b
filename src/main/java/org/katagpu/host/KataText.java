package org.katagpu.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;

/**
 * One file of Kata's configuration, as it was read.
 *
 * @param main whether it is the file Kata reads; otherwise one of {@code config.d}, which Kata merges over it
 * @param path links of the folder resolved
 * @param state {@code read}; otherwise why there is no text: {@code absent}, {@code not-plain}, {@code not-permitted},
 *        {@code large}, {@code failed}, {@code many} (more files than are looked at)
 * @param size in bytes; for {@code many}: how many files there are
 * @param base64 its bytes
 */
public record KataText(boolean main, String path, String state, long size, String base64) {
    static KataText of(JsonNode fact) {
        return new KataText(fact.path("role").asText().equals("main"), fact.path("path").asText(),
                fact.path("state").asText(), fact.path("size").asLong(), fact.path("text").asText());
    }

    public boolean isRead() {
        return state.equals("read");
    }

    /** The last part of its path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Empty when it was not read. @throws IllegalArgumentException when it did not arrive whole */
    public byte[] bytes() {
        return Base64.getDecoder().decode(base64);
    }
}
