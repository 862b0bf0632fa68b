package org.katagpu.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Map;

/**
 * Everything one scan found out about a host, typed. Made from the facts the script told; what it did not tell is
 * unknown, never guessed.
 *
 * @param facts what it was made from
 * @param topology the PCI devices
 * @param nodes who holds which device node
 * @param gpus the NVIDIA GPUs among them
 * @param tools each tool asked for with its path; empty: not there
 */
public record HostScan(Facts facts, SystemFacts system, KernelFacts kernel, VirtFacts virt, PciTopology topology,
        DeviceNodes nodes, Gpus gpus, KataFacts kata, ContainerFacts containers, Reading<Map<String, String>> tools,
        ResourceFacts resources, NetworkFacts network) {
    public static HostScan of(Collection<JsonNode> facts, NvidiaModels models) {
        return of(Facts.of(facts), models);
    }

    private static HostScan of(Facts facts, NvidiaModels models) {
        SystemFacts system = SystemFacts.of(facts);
        VirtFacts virt = VirtFacts.of(facts);
        PciTopology topology = PciFacts.topology(facts, LateGroups.on(system, virt));
        DeviceNodes nodes = PciFacts.nodes(facts);
        return new HostScan(facts, system, KernelFacts.of(facts), virt, topology, nodes,
                Gpus.of(topology, nodes, models, PciFacts.sharing(facts)), KataFacts.of(facts),
                ContainerFacts.of(facts),
                facts.one("tools.paths").map(fact -> Facts.map(fact.path("values"))), ResourceFacts.of(facts),
                NetworkFacts.of(facts));
    }

    /** This scan with the sections of a newer, partial one in place of its own. */
    public HostScan renewedBy(HostScan newer, NvidiaModels models) {
        return of(facts.renewedBy(newer.facts), models);
    }

    /** What follows from choosing these GPUs on this host; virtCCA's root-port rule holds on ARM64. */
    public Selection select(Collection<PciAddress> chosen) {
        return Selection.of(topology, gpus, nodes, chosen, system.arm64());
    }
}
