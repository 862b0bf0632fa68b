package org.katagpu.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The NVIDIA GPUs of a host, put together from its topology, the table of models and the open device nodes. */
public record Gpus(List<Gpu> all) {
    public Gpus {
        all = List.copyOf(all);
    }

    public static Gpus of(PciTopology topology, DeviceNodes nodes, NvidiaModels models) {
        return of(topology, nodes, models, Map.of());
    }

    /** @param sharing those of them that the host's driver shares out */
    public static Gpus of(PciTopology topology, DeviceNodes nodes, NvidiaModels models,
            Map<PciAddress, GpuSharing> sharing) {
        return new Gpus(topology.nvidiaGpus().stream()
                .map(function -> new Gpu(function, models.find(function.id(), function.subsystem()),
                        topology.groupOf(function), topology.groupComesLate(function),
                        topology.rootPortOf(function), topology.companionsOf(function),
                        sharing.getOrDefault(function.address(), GpuSharing.NONE), nodes.of(function)))
                .toList());
    }

    public Optional<Gpu> at(PciAddress address) {
        return all.stream().filter(gpu -> gpu.address().equals(address)).findFirst();
    }
}
