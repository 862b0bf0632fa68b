package org.katagpu.setup.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The container's network as it is on the host, from the fact {@code network} of the stage's check.
 *
 * @param namespace path of the network namespace on the host
 * @param present whether it can be used now
 * @param address of the container; empty while there is none
 * @param gateway the bridge's address; empty where no subnet is free
 * @param ports of the bridge
 * @param leases addresses taken from the subnet, the container's and others'
 * @param users processes in the namespace, in words; empty: none, it can be taken down
 * @param folder of the configuration
 */
public record ContainerNetwork(String name, String namespace, boolean present, String address, String gateway,
        String subnet, String bridge, List<String> ports, List<String> leases, String users, String folder) {
    public ContainerNetwork {
        ports = List.copyOf(ports);
        leases = List.copyOf(leases);
    }

    /** The last one told among a report's facts. */
    public static Optional<ContainerNetwork> of(List<JsonNode> facts) {
        return facts.reversed().stream().filter(fact -> fact.path("kind").asText().equals("network")).findFirst()
                .map(fact -> new ContainerNetwork(text(fact, "name"), text(fact, "namespace"),
                        fact.path("present").asBoolean(), text(fact, "address"), text(fact, "gateway"),
                        text(fact, "subnet"), text(fact, "bridge"), texts(fact, "ports"), texts(fact, "leases"),
                        text(fact, "users"), text(fact, "folder")));
    }

    private static String text(JsonNode fact, String name) {
        return fact.path(name).asText("");
    }

    private static List<String> texts(JsonNode fact, String name) {
        return StreamSupport.stream(fact.path(name).spliterator(), false).map(JsonNode::asText).toList();
    }
}
