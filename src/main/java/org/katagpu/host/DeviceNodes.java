package org.katagpu.host;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which processes hold which device nodes, and to which function a node leads.
 *
 * @param holders every process seen with a GPU or VFIO node open
 * @param functions the function behind a node: {@code /dev/nvidia0}, {@code /dev/dri/card1}
 * @param complete false when only our own processes could be looked into (no root's rights)
 */
public record DeviceNodes(List<Holder> holders, Map<String, PciAddress> functions, boolean complete) {
    public static final DeviceNodes NONE = new DeviceNodes(List.of(), Map.of(), false);
    private static final String NVIDIA_PREFIX = "/dev/nvidia";

    public DeviceNodes {
        holders = List.copyOf(holders);
        functions = Map.copyOf(functions);
    }

    /**
     * The processes that hold a function. Nodes all GPUs share ({@code /dev/nvidiactl}, {@code /dev/nvidia-uvm})
     * hold none by themselves; a numbered NVIDIA node whose function is not known may be any GPU of that driver.
     */
    public List<Holder> of(PciFunction function) {
        return holders.stream().filter(holder -> holds(holder.node(), function)).toList();
    }

    private boolean holds(String node, PciFunction function) {
        PciAddress known = functions.get(node);
        if (known != null) {
            return known.equals(function.address());
        }
        return node.equals(groupNode(function.iommuGroup()))
                || numbered(node) && function.isNvidiaGpu() && function.driver().filter("nvidia"::equals).isPresent();
    }

    private static String groupNode(OptionalInt group) {
        return group.isPresent() ? "/dev/vfio/" + group.getAsInt() : "";
    }

    private static boolean numbered(String node) {
        return node.startsWith(NVIDIA_PREFIX) && node.length() > NVIDIA_PREFIX.length()
                && node.chars().skip(NVIDIA_PREFIX.length()).allMatch(Character::isDigit);
    }
}
