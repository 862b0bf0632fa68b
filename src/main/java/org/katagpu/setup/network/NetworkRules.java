package org.katagpu.setup.network;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.katagpu.host.NetworkFacts;
import org.katagpu.message.Text;

/** What speaks against a value while it is typed, in a sentence; whether the host agrees, its check says. */
public final class NetworkRules {
    private final List<NetworkFacts.Route> routes;

    /** @param routes the host's, as last read; empty where that is not known */
    public NetworkRules(List<NetworkFacts.Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** A subnet in CIDR form; empty: the wizard chooses. @param bridge ours, whose own route is no clash */
    public Optional<Text> subnet(String text, String bridge) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Subnet> subnet = Subnet.parse(text);
        if (subnet.isEmpty()) {
            return Optional.of(aligned(text).map(right -> Text.of("network.wrong.bits", right.toString()))
                    .orElseGet(() -> Text.of("network.wrong.subnet")));
        } else if (!subnet.get().isPrivate()) {
            return Optional.of(Text.of("network.wrong.public"));
        } else if (!subnet.get().hasRoom()) {
            return Optional.of(Text.of("network.wrong.small"));
        }
        return clash(subnet.get(), bridge);
    }

    private static Optional<Subnet> aligned(String text) {
        int slash = text.indexOf('/');
        return slash > 0 && text.substring(slash + 1).matches("\\d|[12]\\d|3[0-2]")
                ? Subnet.around(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)))
                : Optional.empty();
    }

    private Optional<Text> clash(Subnet subnet, String bridge) {
        return overlapping(subnet, bridge)
                .map(route -> Text.of("network.wrong.taken", route.network() + "/" + route.prefix(), route.device(),
                        another(bridge).toString()));
    }

    /** One nobody uses, as an example. */
    private Subnet another(String bridge) {
        return IntStream.range(88, 256)
                .mapToObj(second -> new Subnet(10L << 24 | (long) second << 16, 16))
                .filter(free -> overlapping(free, bridge).isEmpty()).findFirst()
                .orElse(new Subnet(192L << 24 | 168 << 16, 24));
    }

    private Optional<NetworkFacts.Route> overlapping(Subnet subnet, String bridge) {
        return routes.stream().filter(route -> !route.isDefault() && !route.device().equals(bridge))
                .filter(route -> Subnet.around(route.network(), route.prefix()).filter(subnet::overlaps).isPresent())
                .findFirst();
    }
}
