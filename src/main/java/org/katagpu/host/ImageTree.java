package org.katagpu.host;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the wizard wrote down of the hashes (dm-verity) over a guest image it made.
 *
 * @param image as the configuration names it
 * @param intact whether the image is still the very file
 * @param rootHash empty: none
 * @param layout of the image: {@code ext4} or {@code partitioned}
 */
public record ImageTree(String image, boolean intact, String rootHash, String salt, long blocks, long start,
        String layout) {
    static ImageTree of(JsonNode fact) {
        return new ImageTree(fact.path("path").asText(), fact.path("intact").asBoolean(), fact.path("root").asText(),
                fact.path("salt").asText(), fact.path("blocks").asLong(), fact.path("start").asLong(),
                fact.path("layout").asText());
    }
}
