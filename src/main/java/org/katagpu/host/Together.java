package org.katagpu.host;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A function that must go where another goes.
 *
 * @param function the one that must come along
 * @param because the one that draws it along
 * @param tie what ties them
 */
public record Together(PciFunction function, PciAddress because, Tie tie) {
    /** What ties two functions, the closest tie first. Words: {@code host.tie.<name>}. */
    public enum Tie {
        CHOSEN, SAME_SLOT, SAME_GROUP, SAME_ROOT_PORT
    }

    /**
     * Everything that must go together with the chosen functions: functions of their slots, endpoints of their IOMMU
     * groups, on a virtCCA host endpoints below their root ports, and whatever these draw along in turn.
     *
     * @param virtcca whether virtCCA's root-port rule holds
     */
    static List<Together> with(PciTopology topology, List<PciFunction> chosen, boolean virtcca) {
        Map<PciAddress, Together> found = new LinkedHashMap<>();
        List<Together> fresh = chosen.stream().map(one -> new Together(one, one.address(), Tie.CHOSEN)).toList();
        while (!fresh.isEmpty()) {
            fresh.forEach(one -> found.putIfAbsent(one.function().address(), one));
            fresh = fresh.stream().flatMap(one -> neighbours(topology, one.function(), virtcca))
                    .filter(one -> !found.containsKey(one.function().address())).toList();
        }
        return found.values().stream().sorted(Comparator.comparing(one -> one.function().address())).toList();
    }

    private static Stream<Together> neighbours(PciTopology topology, PciFunction of, boolean virtcca) {
        Stream<Together> slot = topology.companionsOf(of).stream().map(other -> tied(other, of, Tie.SAME_SLOT));
        Stream<Together> group = topology.groupOf(of).stream().flatMap(members -> members.endpoints().stream())
                .map(other -> tied(other, of, Tie.SAME_GROUP));
        Stream<Together> port = topology.rootPortOf(of).stream().filter(any -> virtcca)
                .flatMap(below -> below.endpoints().stream()).map(other -> tied(other, of, Tie.SAME_ROOT_PORT));
        return Stream.of(slot, group, port).flatMap(ties -> ties);
    }

    private static Together tied(PciFunction function, PciFunction because, Tie tie) {
        return new Together(function, because.address(), tie);
    }
}
