package org.katagpu.host;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An NVIDIA GPU of the host with what the admin needs to choose it.
 *
 * @param function the PCI function it is
 * @param model what the table says of it
 * @param group its IOMMU group
 * @param groupLate whether its group is not known yet, since no driver was tried on it
 * @param rootPort the port above it, with everything below that port
 * @param companions the other functions of its slot
 * @param sharing how the host's driver shares it out
 * @param holders the processes that have one of its nodes open, itself or through its group
 */
public record Gpu(PciFunction function, Optional<GpuModel> model, Optional<IommuGroup> group, boolean groupLate,
        Optional<RootPort> rootPort, List<PciFunction> companions, GpuSharing sharing,
        List<Holder> holders) {
    public Gpu {
        companions = List.copyOf(companions);
        holders = List.copyOf(holders);
    }

    public PciAddress address() {
        return function.address();
    }

    /** The model's name, or the ids where the table does not know them. */
    public String name() {
        return model.map(GpuModel::name).orElseGet(() -> "NVIDIA GPU [" + function.id() + "]");
    }

    public GpuMemory memory() {
        return GpuMemory.of(function.barBytes(), model.map(GpuModel::memoryGb).orElse(OptionalInt.empty()));
    }

    /** Whether it shares neither group nor root port with anything but its own companions. */
    public boolean alone() {
        return group.stream().flatMap(members -> members.endpoints().stream()).allMatch(this::own)
                && rootPort.stream().flatMap(port -> port.endpoints().stream()).allMatch(this::own);
    }

    private boolean own(PciFunction other) {
        return other.address().equals(address()) || companions.contains(other);
    }
}
