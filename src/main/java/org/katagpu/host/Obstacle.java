package org.katagpu.host;

import java.util.Set;
import java.util.TreeSet;

import org.katagpu.message.Text;

/**
 * Why a choice of devices cannot be handed to the container, or should not be without a thought.
 *
 * @param kind what it is
 * @param on the functions it is about
 * @param what the sentence for the admin
 * @param next what can be done
 */
public record Obstacle(Kind kind, Set<PciAddress> on, Text what, Text next) {
    public Obstacle {
        on = Set.copyOf(on);
    }

    public boolean blocks() {
        return kind.blocks;
    }

    static Obstacle of(Kind kind, Set<PciAddress> on, Object... arguments) {
        String key = "host.obstacle." + kind.key;
        return new Obstacle(kind, on, Text.of(key, arguments), Text.of(key + ".next", arguments));
    }

    static Obstacle of(Kind kind, PciFunction on, Object... more) {
        Object[] arguments = new Object[more.length + 1];
        arguments[0] = on.address().toString();
        System.arraycopy(more, 0, arguments, 1, more.length);
        return of(kind, Set.of(on.address()), arguments);
    }

    /** Functions in address order, for a sentence. */
    static String list(Set<PciAddress> functions) {
        return String.join(", ", new TreeSet<>(functions).stream().map(PciAddress::toString).toList());
    }

    /** The kinds, the gravest first; texts: {@code host.obstacle.<key>} and {@code ….next}. */
    public enum Kind {
        NO_IOMMU_GROUP("no-group", true),
        /** A device the host needs, or of no kind a GPU brings along, shares the IOMMU group. */
        STRANGER_IN_GROUP("stranger-group", true),
        /** The same below the root port: virtCCA would make it secure, or refuse. */
        STRANGER_BELOW_ROOT_PORT("stranger-port", true),
        /** Another GPU (or NVSwitch) shares group or port and is not chosen. */
        PARTNER_NOT_CHOSEN("partner", true),
        /** A virtual machine has the group open. */
        GROUP_IN_USE("in-use", true),
        /** Processes on the host have it open: unbinding would hang. */
        HELD("held", true),
        /** NVIDIA's vGPU manager has handed parts of it out. */
        VGPUS("vgpus", true), TOO_MANY("too-many", true),
        /** Its group is not known before a driver was tried: the bind step looks then, and takes it back if need be. */
        GROUP_LATER("group-later", false), BOOT_DISPLAY("boot-display", false),
        /** Processes of other users could not be looked into. */
        HOLDERS_UNKNOWN("holders-unknown", false), VGPU_HOST("vgpu-host", false), SLICES("slices", false),
        /** Its memory is part of the host's address space, and only a driver of its own hands that on. */
        COHERENT("coherent", false),
        /** It has no memory of its own. */
        INTEGRATED("integrated", false),
        /** No root port above it on a virtCCA host: whether it can be made secure is not known. */
        NO_ROOT_PORT("no-port", false), HAS_VIRTUAL_FUNCTIONS("virtual-functions", false), NO_RESET("no-reset",
                false), NVSWITCH("nvswitch", false), NOT_VERIFIED("not-verified", false);

        private final String key;
        private final boolean blocks;

        Kind(String key, boolean blocks) {
            this.key = key;
            this.blocks = blocks;
        }
    }
}
