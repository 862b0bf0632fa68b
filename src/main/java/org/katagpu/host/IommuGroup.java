package org.katagpu.host;

import java.util.List;

/**
 * The functions the IOMMU cannot keep apart: they go to a virtual machine together or not at all.
 *
 * @param number names {@code /dev/vfio/<number>}; may change with a kernel or firmware upgrade
 * @param members every function of it, bridges included
 */
public record IommuGroup(int number, List<PciFunction> members) {
    public IommuGroup {
        members = List.copyOf(members);
    }

    /** The members that must be bound: bridges stay with the host. */
    public List<PciFunction> endpoints() {
        return members.stream().filter(member -> !member.isBridge()).toList();
    }

    public String node() {
        return "/dev/vfio/" + number;
    }
}
