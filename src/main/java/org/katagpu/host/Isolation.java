package org.katagpu.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.katagpu.host.Obstacle.Kind;
import org.katagpu.host.PassthroughMember.Tie;
import org.katagpu.message.Text;

/** Judges whether functions can be handed over without taking anything else from the host. */
final class Isolation {
    private final PciTopology topology;
    private final Gpus gpus;
    private final DeviceNodes nodes;
    private final boolean virtcca;

    Isolation(PciTopology topology, Gpus gpus, DeviceNodes nodes, boolean virtcca) {
        this.topology = topology;
        this.gpus = gpus;
        this.nodes = nodes;
        this.virtcca = virtcca;
    }

    List<Obstacle> obstacles(List<PciFunction> chosen, List<PassthroughMember> together) {
        List<Obstacle> found = new ArrayList<>();
        chosen.forEach(function -> ofChosen(function, found));
        together.forEach(one -> ofMember(one, found));
        if (together.size() > Selection.MOST_DEVICES) {
            found.add(Obstacle.of(Kind.TOO_MANY, addresses(together), String.valueOf(together.size()),
                    String.valueOf(Selection.MOST_DEVICES)));
        }
        if (!chosen.isEmpty() && !nodes.complete()) {
            found.add(Obstacle.of(Kind.HOLDERS_UNKNOWN, addresses(together)));
        }
        nvSwitches(chosen, found);
        found.sort(Comparator.comparing(Obstacle::kind));
        return found;
    }

    private void ofChosen(PciFunction function, List<Obstacle> found) {
        if (virtcca && function.rootPort().isEmpty()) {
            found.add(Obstacle.of(Kind.NO_ROOT_PORT, function));
        }
        if (function.resetMethods().isEmpty()) {
            found.add(Obstacle.of(Kind.NO_RESET, function));
        }
        gpus.at(function.address()).ifPresent(gpu -> shape(gpu, found));
        gpus.at(function.address()).filter(gpu -> !gpu.model().map(GpuModel::verifiedWithVirtcca).orElse(false))
                .ifPresent(gpu -> found.add(Obstacle.of(Kind.NOT_VERIFIED, function, gpu.name())));
    }

    /** GPUs that are no card for one guest as they stand. */
    private static void shape(Gpu gpu, List<Obstacle> found) {
        PciFunction function = gpu.function();
        if (gpu.sharing().vgpus() > 0) {
            found.add(Obstacle.of(Kind.VGPUS, function, String.valueOf(gpu.sharing().vgpus())));
        } else if (gpu.sharing().vgpuHost()) {
            found.add(Obstacle.of(Kind.VGPU_HOST, function));
        }
        if (gpu.sharing().slices() > 0) {
            found.add(Obstacle.of(Kind.SLICES, function, String.valueOf(gpu.sharing().slices())));
        }
        if (gpu.model().filter(GpuModel::coherent).isPresent()) {
            found.add(Obstacle.of(Kind.COHERENT, function, gpu.name()));
        }
        if (gpu.model().filter(GpuModel::integrated).isPresent()) {
            found.add(Obstacle.of(Kind.INTEGRATED, function, gpu.name()));
        }
    }

    private void ofMember(PassthroughMember one, List<Obstacle> found) {
        PciFunction function = one.function();
        if (function.iommuGroup().isEmpty()) {
            found.add(Obstacle.of(
                    topology.groupComesLate(function) ? Kind.GROUP_LATER : Kind.NO_IOMMU_GROUP, function));
        }
        if (one.tie() != Tie.CHOSEN && Selection.choosable(function)) {
            found.add(Obstacle.of(Kind.PARTNER_NOT_CHOSEN, function, one.because().toString(), words(one.tie())));
        } else if (isStranger(one)) {
            Kind kind = one.tie() == Tie.SAME_ROOT_PORT ? Kind.STRANGER_BELOW_ROOT_PORT : Kind.STRANGER_IN_GROUP;
            found.add(Obstacle.of(kind, function, one.because().toString(), kindOf(function)));
        }
        if (function.bootDisplay()) {
            found.add(Obstacle.of(Kind.BOOT_DISPLAY, function));
        }
        if (function.virtualFunctions() > 0) {
            found.add(Obstacle.of(Kind.HAS_VIRTUAL_FUNCTIONS, function, String.valueOf(function.virtualFunctions())));
        }
        holders(function, found);
    }

    /** Not a GPU, and not a companion a GPU's card brings along. */
    private static boolean isStranger(PassthroughMember one) {
        return switch (one.function().pciClass().kind()) {
            case AUDIO, USB, SERIAL_BUS -> one.function().id().vendor() != PciId.NVIDIA;
            case GPU, DISPLAY, OTHER_BRIDGE, NETWORK, STORAGE, OTHER -> one.tie() != Tie.CHOSEN;
            case BRIDGE -> false;
        };
    }

    private void holders(PciFunction function, List<Obstacle> found) {
        List<Holder> holders = nodes.of(function);
        if (holders.isEmpty()) {
            return;
        }
        boolean byVm = holders.stream().anyMatch(holder -> holder.node().startsWith("/dev/vfio/"));
        String processes = holders.stream().map(holder -> holder.command() + " (" + holder.pid() + ")").distinct()
                .collect(Collectors.joining(", "));
        found.add(Obstacle.of(byVm ? Kind.GROUP_IN_USE : Kind.HELD, function, processes));
    }

    private void nvSwitches(List<PciFunction> chosen, List<Obstacle> found) {
        List<PciFunction> switches = topology.nvSwitches();
        if (!switches.isEmpty() && !chosen.isEmpty()) {
            Set<PciAddress> on = switches.stream().map(PciFunction::address).collect(Collectors.toSet());
            found.add(Obstacle.of(Kind.NVSWITCH, on, String.valueOf(switches.size()), Obstacle.list(on)));
        }
    }

    private static Set<PciAddress> addresses(List<PassthroughMember> together) {
        Set<PciAddress> all = new TreeSet<>();
        together.forEach(one -> all.add(one.function().address()));
        return all;
    }

    private static Text words(Tie tie) {
        return Text.of("host.tie." + tie.name());
    }

    private static Text kindOf(PciFunction function) {
        return Text.of("host.class." + function.pciClass().kind().name());
    }
}
