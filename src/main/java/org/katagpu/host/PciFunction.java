package org.katagpu.host;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * One PCI function as the host's sysfs described it. Of bridges only ids, class, driver, group and place are read.
 *
 * @param address its BDF
 * @param id vendor and device
 * @param subsystem vendor and device of the card
 * @param pciClass class register
 * @param revision {@code a1}
 * @param driver the driver it is bound to
 * @param driverOverride the only driver it may be bound to, where one was set
 * @param iommuGroup number of its IOMMU group; may change with a kernel or firmware upgrade
 * @param numaNode empty when the firmware does not tell
 * @param link link now
 * @param maxLink best link it and its port can do
 * @param barBytes size of each base address region in use
 * @param upstream the bridges above it, root port first; empty on a root bus
 * @param bootDisplay whether the firmware's console is on it
 * @param resetMethods how the kernel can reset it; empty: it cannot
 * @param powerState {@code D0} … {@code D3cold}; empty when not told
 * @param virtualFunctions SR-IOV functions it has switched on
 * @param physicalFunction the function whose SR-IOV function it is
 * @param boundToVfio whether vfio-pci or a vendor's variant of it ({@code mlx5_vfio_pci}) drives it
 */
public record PciFunction(PciAddress address, PciId id, PciId subsystem, PciClass pciClass, String revision,
        Optional<String> driver, Optional<String> driverOverride, OptionalInt iommuGroup, OptionalInt numaNode,
        PciLink link, PciLink maxLink, List<Long> barBytes, List<PciAddress> upstream, boolean bootDisplay,
        List<String> resetMethods, String powerState, int virtualFunctions, Optional<PciAddress> physicalFunction,
        boolean boundToVfio) {
    /** The variants bear vfio-pci's name, with either dash (drivers/vfio/pci of the kernel). */
    private static final Pattern VFIO_DRIVER = Pattern.compile("(.*[-_])?vfio[-_]pci");

    public PciFunction {
        barBytes = List.copyOf(barBytes);
        upstream = List.copyOf(upstream);
        resetMethods = List.copyOf(resetMethods);
    }

    /** Whether it is an NVIDIA VGA or 3D controller: by vendor and class, never by name. */
    public boolean isNvidiaGpu() {
        return id.vendor() == PciId.NVIDIA && pciClass.kind() == PciClass.Kind.GPU;
    }

    /** An NVLink switch of an HGX board: NVIDIA, class 0680. */
    public boolean isNvSwitch() {
        return id.vendor() == PciId.NVIDIA && pciClass.kind() == PciClass.Kind.OTHER_BRIDGE;
    }

    /** Bridges stay with the host whatever is bound below them. */
    public boolean isBridge() {
        return pciClass.kind() == PciClass.Kind.BRIDGE;
    }

    /** Whether a driver is one of vfio's by its name. */
    static boolean isVfio(String driver) {
        return VFIO_DRIVER.matcher(driver).matches();
    }

    /** The topmost bridge above it; virtCCA hands over everything below this one at once. */
    public Optional<PciAddress> rootPort() {
        return upstream.stream().findFirst();
    }
}
