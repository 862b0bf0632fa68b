package org.katagpu.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the host offers to virtual machines.
 *
 * @param tmmCapability KVM's answer to KVM_CHECK_EXTENSION 300 (KVM_CAP_ARM_TMM): 1 where virtCCA is ready
 * @param nodes whether each of {@code /dev/kvm}, {@code /dev/vfio/vfio}, {@code /dev/vhost-vsock} exists
 * @param iommus the names under {@code /sys/class/iommu} and the number of IOMMU groups
 * @param vfioLoaded whether the vfio-pci driver is registered
 * @param secureMemory lines of the optional TMM driver's {@code memory_info}; empty without it
 */
public record VirtFacts(Reading<Integer> tmmCapability, Map<String, Boolean> nodes, Reading<Iommus> iommus,
        Reading<Boolean> vfioLoaded, List<String> secureMemory) {
    public record Iommus(List<String> names, int groups) {
        /** Whether one of them is an Arm SMMU. */
        public boolean smmu() {
            return names.stream().anyMatch(name -> name.startsWith("smmu"));
        }
    }

    static VirtFacts of(Facts facts) {
        Map<String, Boolean> nodes = new HashMap<>();
        facts.all("virt.node").forEach(fact -> nodes.put(fact.path("node").asText(), fact.path("exists").asBoolean()));
        return new VirtFacts(facts.value("virt.tmm", JsonNode::asInt), Map.copyOf(nodes),
                facts.one("virt.iommu")
                        .map(fact -> new Iommus(Facts.strings(fact.path("names")), fact.path("groups").asInt())),
                facts.one("virt.vfio").map(fact -> fact.path("loaded").asBoolean()), facts.one("virt.secure-memory")
                        .map(fact -> Facts.strings(fact.path("lines"))).value().orElse(List.of()));
    }
}
