package org.katagpu.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All PCI functions of a host, and how they hang together. */
public final class PciTopology {
    public static final PciTopology EMPTY = new PciTopology(List.of());

    private final SortedMap<PciAddress, PciFunction> functions;
    private final Map<Integer, IommuGroup> groups;
    private final Map<PciAddress, RootPort> rootPorts;
    private final boolean lateGroups;

    public PciTopology(Collection<PciFunction> found) {
        this(found, false);
    }

    /** @param lateGroups whether a device gets its IOMMU group only when a driver is first tried on it */
    public PciTopology(Collection<PciFunction> found, boolean lateGroups) {
        this.lateGroups = lateGroups;
        SortedMap<PciAddress, PciFunction> byAddress = new TreeMap<>();
        found.forEach(function -> byAddress.put(function.address(), function));
        functions = Collections.unmodifiableSortedMap(byAddress);
        groups = groupsByNumber();
        rootPorts = rootPortsByAddress();
    }

    private Map<Integer, IommuGroup> groupsByNumber() {
        SortedMap<Integer, List<PciFunction>> members = new TreeMap<>();
        functions.values().forEach(function -> function.iommuGroup()
                .ifPresent(number -> members.computeIfAbsent(number, any -> new ArrayList<>()).add(function)));
        Map<Integer, IommuGroup> found = new LinkedHashMap<>();
        members.forEach((number, list) -> found.put(number, new IommuGroup(number, list)));
        return Collections.unmodifiableMap(found);
    }

    private Map<PciAddress, RootPort> rootPortsByAddress() {
        SortedMap<PciAddress, List<PciFunction>> below = new TreeMap<>();
        functions.values().stream().filter(function -> !function.isBridge()).forEach(function -> function.rootPort()
                .ifPresent(port -> below.computeIfAbsent(port, any -> new ArrayList<>()).add(function)));
        Map<PciAddress, RootPort> found = new LinkedHashMap<>();
        below.forEach((port, list) -> found.put(port, new RootPort(port, list)));
        return Collections.unmodifiableMap(found);
    }

    /** In address order. */
    public List<PciFunction> functions() {
        return List.copyOf(functions.values());
    }

    public Optional<PciFunction> function(PciAddress address) {
        return Optional.ofNullable(functions.get(address));
    }

    /** In order of their numbers. */
    public List<IommuGroup> groups() {
        return List.copyOf(groups.values());
    }

    public Optional<IommuGroup> groupOf(PciFunction function) {
        return function.iommuGroup().isPresent()
                ? Optional.ofNullable(groups.get(function.iommuGroup().getAsInt()))
                : Optional.empty();
    }

    /** Whether a function's group is not known yet: no driver was tried on it. */
    public boolean groupComesLate(PciFunction function) {
        return lateGroups && function.iommuGroup().isEmpty() && function.driver().isEmpty();
    }

    /** Empty for a function on a root bus: it has no port above it. */
    public Optional<RootPort> rootPortOf(PciFunction function) {
        return function.rootPort().map(rootPorts::get);
    }

    /** The other functions of the same slot: a GPU's audio, USB and USB-C controllers. No SR-IOV functions. */
    public List<PciFunction> companionsOf(PciFunction function) {
        return functions.values().stream().filter(other -> !other.address().equals(function.address()))
                .filter(other -> other.address().sameSlot(function.address()))
                .filter(other -> !other.isBridge() && other.physicalFunction().isEmpty()).toList();
    }

    /** The cards: an SR-IOV function of one is no card of its own. */
    public List<PciFunction> nvidiaGpus() {
        return functions.values().stream().filter(PciFunction::isNvidiaGpu)
                .filter(function -> function.physicalFunction().isEmpty()).toList();
    }

    public List<PciFunction> nvSwitches() {
        return functions.values().stream().filter(PciFunction::isNvSwitch).toList();
    }
}
