package org.katagpu.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A choice of GPUs with what follows from it. Pure: the same scan and choice give the same answer.
 *
 * @param chosen the GPUs chosen
 * @param together every function that must go with them, the chosen ones included, in address order
 * @param obstacles what speaks against it, the gravest first
 */
public record Selection(SortedSet<PciAddress> chosen, List<PassthroughMember> together, List<Obstacle> obstacles) {
    /** Of QEMU's 16 root ports Kata's own devices take two (virtCCA SDK, SR-IOV guide). */
    public static final int MOST_DEVICES = 14;

    public Selection {
        together = List.copyOf(together);
        obstacles = List.copyOf(obstacles);
    }

    /**
     * @param virtcca whether virtCCA's rule holds that all endpoints below a root port become secure together: true
     *        on an ARM64 host
     */
    public static Selection of(PciTopology topology, Gpus gpus, DeviceNodes nodes, Collection<PciAddress> chosen,
            boolean virtcca) {
        SortedSet<PciAddress> known = new TreeSet<>(chosen);
        known.removeIf(address -> topology.function(address).isEmpty());
        List<PciFunction> functions = known.stream().flatMap(address -> topology.function(address).stream()).toList();
        List<PassthroughMember> together = PassthroughMember.with(topology, functions, virtcca);
        return new Selection(known, together,
                new Isolation(topology, gpus, nodes, virtcca).obstacles(functions, together));
    }

    /** What the bind stage must bind: endpoints only, as the plan keeps them. */
    public List<PciAddress> devices() {
        return together.stream().map(one -> one.function().address()).toList();
    }

    /** The IOMMU group numbers that become {@code /dev/vfio/N}. */
    public SortedSet<Integer> groups() {
        SortedSet<Integer> groups = new TreeSet<>();
        together.forEach(one -> one.function().iommuGroup().ifPresent(groups::add));
        return groups;
    }

    /** The GPUs to choose so that no partner is missing: the chosen ones and those tied to them. */
    public Set<PciAddress> completed() {
        Set<PciAddress> all = new TreeSet<>(chosen);
        together.stream().map(PassthroughMember::function).filter(Selection::choosable)
                .forEach(function -> all.add(function.address()));
        return all;
    }

    static boolean choosable(PciFunction function) {
        return function.physicalFunction().isEmpty() && (function.isNvidiaGpu() || function.isNvSwitch());
    }

    public boolean blocked() {
        return obstacles.stream().anyMatch(Obstacle::blocks);
    }

    /** The obstacles that concern one function. */
    public List<Obstacle> obstaclesOn(PciAddress address) {
        List<Obstacle> on = new ArrayList<>(obstacles);
        on.removeIf(obstacle -> !obstacle.on().contains(address));
        return on;
    }
}
