package org.katagpu.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One Kata of a host: the shim that containerd starts for it.
 *
 * @param path where it lies, as containerd would find it
 * @param real the file that leads to
 * @param version what it prints of itself
 * @param standard whether {@code io.containerd.kata.v2} leads to it
 * @param config the file it takes its configuration from; empty: none exists
 * @param reads that file with links resolved
 */
public record KataShim(String path, String real, String version, boolean standard, Optional<String> config,
        String reads) {
    private static final String RUST_FOLDER = "/runtime-rs/";

    static KataShim of(JsonNode fact) {
        return new KataShim(fact.path("path").asText(), fact.path("real").asText(), fact.path("version").asText(),
                fact.path("standard").asBoolean(),
                Optional.of(fact.path("config").asText()).filter(path -> !path.isEmpty()),
                fact.path("reads").asText());
    }

    /** Whether it is the runtime in Rust: it says so itself; where it says nothing, its folder tells. */
    public boolean isRust() {
        return version.contains("(Rust)") || real.contains(RUST_FOLDER) || reads.contains(RUST_FOLDER);
    }

    boolean isAt(String place) {
        return path.equals(place) || real.equals(place);
    }
}
