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
public record PassthroughMember(PciFunction function, PciAddress because, Tie tie) {
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
    static List<PassthroughMember> with(PciTopology topology, List<PciFunction> chosen, boolean virtcca) {
        Map<PciAddress, PassthroughMember> found = new LinkedHashMap<>();
        List<PassthroughMember> fresh = chosen.stream()
                .map(one -> new PassthroughMember(one, one.address(), Tie.CHOSEN)).toList();
        while (!fresh.isEmpty()) {
            fresh.forEach(one -> found.putIfAbsent(one.function().address(), one));
            fresh = fresh.stream().flatMap(one -> neighbours(topology, one.function(), virtcca))
                    .filter(one -> !found.containsKey(one.function().address())).toList();
        }
        return found.values().stream().sorted(Comparator.comparing(one -> one.function().address())).toList();
    }

    private static Stream<PassthroughMember> neighbours(PciTopology topology, PciFunction of, boolean virtcca) {
        Stream<PassthroughMember> slot = topology.companionsOf(of).stream()
                .map(other -> tied(other, of, Tie.SAME_SLOT));
        Stream<PassthroughMember> group = topology.groupOf(of).stream().flatMap(members -> members.endpoints().stream())
                .map(other -> tied(other, of, Tie.SAME_GROUP));
        Stream<PassthroughMember> port = topology.rootPortOf(of).stream().filter(any -> virtcca)
                .flatMap(below -> below.endpoints().stream()).map(other -> tied(other, of, Tie.SAME_ROOT_PORT));
        return Stream.of(slot, group, port).flatMap(ties -> ties);
    }

    private static PassthroughMember tied(PciFunction function, PciFunction because, Tie tie) {
        return new PassthroughMember(function, because.address(), tie);
    }
}
