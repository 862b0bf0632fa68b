package org.katagpu.practice.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One function on the PCI bus, as sysfs shows it.
 *
 * @param address {@code 0000:3b:00.0}
 * @param parent the address of the bridge above; empty on a root bus
 * @param classCode 24 bits: {@code 0x030200} is a 3D controller
 * @param model the name its driver prints; empty where none is told
 * @param driver the driver it is bound to at the start
 * @param nativeDriver the driver that takes it when nothing overrides
 * @param group IOMMU group; empty where there is no IOMMU
 * @param lateGroup whether the group shows only once a driver was tried on it, as on arm64 before kernel 6.15
 * @param numaNode −1 where unknown
 * @param resetMethods as in {@code reset_method}; empty: the device cannot be reset
 * @param nvidiaMinor N of {@code /dev/nvidiaN}
 */
public record PciDevice(String address, String parent, PciId id, int classCode, int revision, String model,
        Optional<String> driver, Optional<String> nativeDriver, OptionalInt group, boolean lateGroup,
        int numaNode, Optional<PciLink> link, List<Bar> bars, boolean bootVga, String resetMethods,
        OptionalInt nvidiaMinor) {

    public PciDevice {
        bars = List.copyOf(bars);
    }

    /** @param vendor 16 bits, as are the others */
    public record PciId(int vendor, int device, int subVendor, int subDevice) {
        public static PciId of(int vendor, int device) {
            return new PciId(vendor, device, vendor, device);
        }
    }

    /** @param index 0 to 5 @param size bytes; a power of two @param flags as in {@code resource}, for example {@code 0x14220c} */
    public record Bar(int index, long start, long size, long flags) {
        /** 32 bits, not prefetchable. */
        public static final long MEMORY_32 = 0x40200;
        /** 64 bits, prefetchable. */
        public static final long MEMORY_64_PREFETCHABLE = 0x14220c;
    }

    /** Speeds as sysfs writes them: {@code 16.0 GT/s PCIe}; widths in lanes. */
    public record PciLink(String nowSpeed, int nowWidth, String maxSpeed, int maxWidth) {}

    public boolean isBridge() {
        return classCode >> 8 == 0x0604;
    }

    public static Builder at(String address) {
        return new Builder(address);
    }

    /** Puts a device together; what is not said stays as on a plain device of a machine without IOMMU. */
    public static final class Builder {
        private final String address;
        private final List<Bar> bars = new ArrayList<>();
        private String parent = "";
        private PciId id = PciId.of(0, 0);
        private int classCode;
        private int revision;
        private String model = "";
        private Optional<String> driver = Optional.empty();
        private Optional<String> nativeDriver = Optional.empty();
        private OptionalInt group = OptionalInt.empty();
        private boolean lateGroup;
        private int numaNode = -1;
        private Optional<PciLink> link = Optional.empty();
        private boolean bootVga;
        private String resetMethods = "";
        private OptionalInt nvidiaMinor = OptionalInt.empty();

        private Builder(String address) {
            this.address = address;
        }

        public Builder below(String bridge) {
            parent = bridge;
            return this;
        }

        public Builder id(PciId ids, int code, int rev) {
            id = ids;
            classCode = code;
            revision = rev;
            return this;
        }

        public Builder model(String name) {
            model = name;
            return this;
        }

        /** Bound to its native driver. */
        public Builder driver(String name) {
            driver = Optional.of(name);
            nativeDriver = Optional.of(name);
            return this;
        }

        /** The driver that would take it, without being bound now. */
        public Builder unbound(String name) {
            driver = Optional.empty();
            nativeDriver = Optional.of(name);
            return this;
        }

        public Builder boundToVfio() {
            driver = Optional.of("vfio-pci");
            return this;
        }

        public Builder group(int number) {
            group = OptionalInt.of(number);
            return this;
        }

        /** A group that shows only once a driver was tried on it. */
        public Builder lateGroup(int number) {
            lateGroup = true;
            return group(number);
        }

        public Builder numa(int node) {
            numaNode = node;
            return this;
        }

        public Builder link(String nowSpeed, int nowWidth, String maxSpeed, int maxWidth) {
            link = Optional.of(new PciLink(nowSpeed, nowWidth, maxSpeed, maxWidth));
            return this;
        }

        public Builder bar(int index, long start, long size, long flags) {
            bars.add(new Bar(index, start, size, flags));
            return this;
        }

        public Builder bootVga() {
            bootVga = true;
            return this;
        }

        public Builder reset(String methods) {
            resetMethods = methods;
            return this;
        }

        public Builder nvidiaMinor(int minor) {
            nvidiaMinor = OptionalInt.of(minor);
            return this;
        }

        public PciDevice build() {
            return new PciDevice(address, parent, id, classCode, revision, model, driver, nativeDriver, group,
                    lateGroup, numaNode, link, bars, bootVga, resetMethods, nvidiaMinor);
        }
    }
}
