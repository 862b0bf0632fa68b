package org.katagpu.setup.preflight;

import static org.katagpu.setup.preflight.CheckGroup.NETWORK;

import java.util.List;
import java.util.stream.Collectors;
import org.katagpu.host.HostScan;
import org.katagpu.host.NetworkFacts.Route;
import org.katagpu.setup.Finding;

/** How the host gets to packages and models, and what may stand in the way of the container's network. */
final class NetworkChecks {
    private NetworkChecks() {}

    static List<HostCheck> all() {
        return List.of(HostCheck.of("route", NETWORK, "network", NetworkChecks::route),
                HostCheck.of("dns", NETWORK, "network", NetworkChecks::nameServers),
                HostCheck.of("proxy", NETWORK, "network", NetworkChecks::proxy),
                HostCheck.of("firewalld", NETWORK, "containers", NetworkChecks::firewalld));
    }

    private static Finding route(HostScan scan, FindingBuilder verdict) {
        return verdict.on(scan.network().routes(), routes -> routes.stream().filter(Route::isDefault).findFirst()
                .map(route -> verdict.pass("default via " + route.gateway().orElse("–") + " dev " + route.device(),
                        route.device()))
                .orElseGet(() -> verdict.warn("")));
    }

    private static Finding nameServers(HostScan scan, FindingBuilder verdict) {
        if (!scan.facts().completed().contains("network")) {
            return verdict.unknown("untold", "");
        }
        String servers = String.join(", ", scan.network().nameServers());
        String unresolved = scan.network().names().entrySet().stream().filter(name -> name.getValue().isEmpty())
                .map(name -> name.getKey()).sorted().collect(Collectors.joining(", "));
        if (!unresolved.isEmpty()) {
            return verdict.failOf("unresolved", servers, unresolved);
        }
        if (!servers.isEmpty() && !scan.network().names().isEmpty()) {
            String asked = scan.network().names().keySet().stream().sorted().collect(Collectors.joining(", "));
            return verdict.passOf("asked", servers, servers, asked);
        }
        return servers.isEmpty() ? verdict.warn("") : verdict.pass(servers, servers);
    }

    private static Finding proxy(HostScan scan, FindingBuilder verdict) {
        if (!scan.facts().completed().contains("network")) {
            return verdict.unknown("untold", "");
        }
        String evidence = scan.network().proxies().stream()
                .map(proxy -> proxy.name() + "=" + proxy.value() + "  (" + proxy.source() + ")")
                .collect(Collectors.joining("\n"));
        return evidence.isEmpty() ? verdict.pass("") : verdict.warn(evidence);
    }

    private static Finding firewalld(HostScan scan, FindingBuilder verdict) {
        return verdict.on(scan.containers().firewalldRuns(), runs -> runs ? verdict.warn("") : verdict.pass(""));
    }
}
