package org.katagpu.setup.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The life of one server process: what was proved of it holds in it alone.
 *
 * @param run names the start of the server in its container, another one with each start
 * @param boot of the host
 */
public record ServerLife(String run, String boot) {
    /** Of a fact that names both. */
    static Optional<ServerLife> of(JsonNode fact) {
        String run = fact.path("run").asText();
        return run.isEmpty() ? Optional.empty() : Optional.of(new ServerLife(run, fact.path("boot").asText()));
    }
}
