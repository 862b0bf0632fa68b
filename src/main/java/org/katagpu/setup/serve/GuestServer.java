package org.katagpu.setup.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * The server process that lives in the guest: the fact {@value #KIND}.
 *
 * @param begun by the host's clock; empty where it is not known
 * @param process its id in the guest; 0: not known
 */
public record GuestServer(ServerLife life, Optional<Instant> begun, long process) {
    static final String KIND = "serve.server";

    /** The last one told. */
    public static Optional<GuestServer> of(Collection<JsonNode> facts) {
        return facts.stream().filter(fact -> fact.path("kind").asText().equals(KIND)).reduce((first, last) -> last)
                .flatMap(fact -> ServerLife.of(fact).map(life -> new GuestServer(life, begun(fact),
                        fact.path("pid").asLong())));
    }

    private static Optional<Instant> begun(JsonNode fact) {
        long seconds = fact.path("begun").asLong();
        return seconds > 0 && seconds < Integer.MAX_VALUE * 4L
                ? Optional.of(Instant.ofEpochSecond(seconds))
                : Optional.empty();
    }
}
