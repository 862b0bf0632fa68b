package org.katagpu.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the host reaches others.
 *
 * @param routes the main IPv4 routing table
 * @param nameServers from resolv.conf
 * @param proxies proxy settings, passwords and user names taken out on the host already
 * @param names host names looked up because the admin asked, with the address or empty
 */
public record NetworkFacts(Reading<List<Route>> routes, List<String> nameServers, List<Proxy> proxies,
        Map<String, String> names) {
    /** @param prefix bits of the network part @param gateway empty on a directly attached network */
    public record Route(String network, int prefix, Optional<String> gateway, String device) {
        public boolean isDefault() {
            return prefix == 0;
        }
    }

    /** @param source {@code environment} or the file it was read from */
    public record Proxy(String name, String value, String source) {}

    static NetworkFacts of(Facts facts) {
        Map<String, String> names = new HashMap<>();
        facts.all("network.name")
                .forEach(fact -> names.put(fact.path("name").asText(), fact.path("address").asText()));
        List<JsonNode> routes = facts.all("network.route");
        Reading<List<Route>> table = facts.completed().contains("network") && facts.all("network.routes").isEmpty()
                ? new Reading.Known<>(routes.stream().map(NetworkFacts::route).toList())
                : facts.one("network.routes").map(any -> List.of());
        return new NetworkFacts(table,
                facts.one("network.nameservers").map(fact -> Facts.strings(fact.path("values"))).value()
                        .orElse(List.of()),
                facts.all("network.proxy").stream().map(fact -> new Proxy(fact.path("name").asText(),
                        fact.path("value").asText(), fact.path("source").asText())).toList(),
                Map.copyOf(names));
    }

    private static Route route(JsonNode fact) {
        String gateway = address(fact.path("gateway").asText());
        return new Route(address(fact.path("destination").asText()),
                Integer.bitCount(word(fact.path("mask").asText())),
                Optional.of(gateway).filter(one -> !one.equals("0.0.0.0")), fact.path("interface").asText());
    }

    /** The kernel prints addresses as one hexadecimal word of the machine's byte order: little-endian on ours. */
    private static String address(String hex) {
        int word = word(hex);
        return "%d.%d.%d.%d".formatted(word & 0xff, word >>> 8 & 0xff, word >>> 16 & 0xff, word >>> 24);
    }

    private static int word(String hex) {
        return hex.matches("[0-9A-Fa-f]{1,8}") ? Integer.parseUnsignedInt(hex, 16) : 0;
    }
}
