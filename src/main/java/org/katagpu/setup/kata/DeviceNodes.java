package org.katagpu.setup.kata;

import java.util.List;

import org.katagpu.kataconf.schema.KataVersion;

/**
 * By which of its nodes a Kata takes a GPU, the one to be tried first before the others; empty: by none.
 *
 * <ul>
 * <li>{@code group}, {@code /dev/vfio/81}: what every Go runtime takes, but from 3.26.0 on not for a confidential guest
 * (kata-containers 1440dd7468).
 * <li>{@code cdev}, {@code /dev/vfio/devices/vfio3}: the device itself, through IOMMUFD. The Go runtime takes it since 3.15
 * at the latest; the runtime in Rust plugs GPUs in through IOMMUFD alone, and from 4.0.0 on those named to ctr.
 * </ul>
 */
public record DeviceNodes(List<String> kinds) {
    public static final String GROUP = "group";
    public static final String CDEV = "cdev";
    /** Where it is not known which Kata it is. */
    public static final DeviceNodes ANY = new DeviceNodes(List.of(GROUP, CDEV));

    public DeviceNodes {
        kinds = List.copyOf(kinds);
    }

    /** @param confidential whether the VM starts as a confidential guest by Kata's own configuration */
    public static DeviceNodes of(KataVersion version, boolean confidential) {
        if (version.rust()) {
            return new DeviceNodes(version.isAtLeast(4, 0) ? List.of(CDEV) : List.of());
        }
        if (confidential && version.isAtLeast(3, 26)) {
            return new DeviceNodes(List.of(CDEV));
        }
        return version.isAtLeast(3, 15) ? ANY : new DeviceNodes(List.of(GROUP));
    }

    /** Whether nothing but the device's own node will do. */
    public boolean needsCdev() {
        return kinds.equals(List.of(CDEV));
    }

    /** As the scripts read it. */
    public String words() {
        return kinds.isEmpty() ? "none" : String.join(" ", kinds);
    }
}
