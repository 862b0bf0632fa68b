package org.katagpu.setup.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;

/**
 * A GPU as nvidia-smi in the guest tells it: the fact {@value #KIND}.
 *
 * @param memory in MiB
 * @param driver version of the guest's driver
 * @param cuda newest CUDA that driver serves; empty where nvidia-smi does not tell
 */
public record GuestGpu(int index, String name, long memory, String driver, String cuda) {
    static final String KIND = "serve.gpu";

    /** In the order of their numbers. */
    public static List<GuestGpu> of(Collection<JsonNode> facts) {
        return facts.stream().filter(fact -> fact.path("kind").asText().equals(KIND))
                .map(fact -> new GuestGpu(fact.path("index").asInt(), fact.path("name").asText(),
                        fact.path("memory").asLong(), fact.path("driver").asText(), fact.path("cuda").asText()))
                .distinct().sorted((one, other) -> Integer.compare(one.index(), other.index())).toList();
    }
}
