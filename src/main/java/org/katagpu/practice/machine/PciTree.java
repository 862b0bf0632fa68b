package org.katagpu.practice.machine;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lays out {@code /sys/devices/pci*} and {@code /sys/bus/pci}: the same files and relative links as Linux has. */
final class PciTree {
    private static final String BUS = "sys/bus/pci";
    /** Six BARs and the ROM. */
    private static final int RESOURCES = 7;
    private static final int SR_IOV_RESOURCES = 6;
    private static final int BRIDGE_WINDOWS = 4;

    private final Tree tree;
    private final int resources;
    private final Map<String, String> folders = new HashMap<>();

    PciTree(Tree tree, boolean srIov) {
        this.tree = tree;
        this.resources = srIov ? RESOURCES + SR_IOV_RESOURCES : RESOURCES;
    }

    void write(List<PciDevice> devices, boolean iommu) throws IOException {
        tree.folder(BUS + "/devices");
        tree.folder(BUS + "/drivers");
        tree.folder(BUS + "/slots");
        tree.file(BUS + "/drivers_probe", "");
        tree.attribute(BUS + "/drivers_autoprobe", 1);
        tree.file(BUS + "/rescan", "");
        for (PciDevice device : devices) {
            write(device, iommu);
        }
    }

    private void write(PciDevice device, boolean iommu) throws IOException {
        String above = device.parent().isEmpty()
                ? "sys/devices/pci" + device.address().substring(0, 7)
                : folders.get(device.parent());
        if (above == null) {
            throw new IllegalArgumentException(device.parent() + " must come before " + device.address());
        }
        String folder = above + "/" + device.address();
        folders.put(device.address(), folder);
        attributes(folder, device);
        tree.link(folder + "/subsystem", BUS);
        tree.link(BUS + "/devices/" + device.address(), folder);
        if (device.driver().isPresent()) {
            String driver = BUS + "/drivers/" + device.driver().get();
            tree.link(folder + "/driver", driver);
            tree.link(driver + "/" + device.address(), folder);
        }
        if (iommu && device.group().isPresent() && !device.lateGroup()) {
            String group = "sys/kernel/iommu_groups/" + device.group().getAsInt();
            tree.link(folder + "/iommu_group", group);
            tree.link(group + "/devices/" + device.address(), folder);
        }
    }

    private void attributes(String folder, PciDevice device) throws IOException {
        tree.attribute(folder + "/vendor", hex(device.id().vendor(), 4));
        tree.attribute(folder + "/device", hex(device.id().device(), 4));
        tree.attribute(folder + "/subsystem_vendor", hex(device.id().subVendor(), 4));
        tree.attribute(folder + "/subsystem_device", hex(device.id().subDevice(), 4));
        tree.attribute(folder + "/class", hex(device.classCode(), 6));
        tree.attribute(folder + "/revision", hex(device.revision(), 2));
        tree.attribute(folder + "/numa_node", device.numaNode());
        tree.attribute(folder + "/enable", device.driver().isPresent() ? 1 : 0);
        tree.attribute(folder + "/d3cold_allowed", device.link().isPresent() ? 1 : 0);
        tree.attribute(folder + "/driver_override", "(null)");
        tree.attribute(folder + "/power_state", "D0");
        tree.attribute(folder + "/power/control", "on");
        tree.attribute(folder + "/power/runtime_status", "active");
        tree.file(folder + "/resource", resource(device));
        tree.file(folder + "/remove", "");
        tree.attribute(folder + "/modalias", modalias(device));
        if (!device.resetMethods().isEmpty()) {
            tree.attribute(folder + "/reset_method", device.resetMethods());
            tree.file(folder + "/reset", "");
        }
        if (device.classCode() >> 16 == 0x03) {
            tree.attribute(folder + "/boot_vga", device.bootVga() ? 1 : 0);
        }
        if (device.link().isPresent()) {
            PciDevice.PciLink link = device.link().get();
            tree.attribute(folder + "/current_link_speed", link.nowSpeed());
            tree.attribute(folder + "/current_link_width", link.nowWidth());
            tree.attribute(folder + "/max_link_speed", link.maxSpeed());
            tree.attribute(folder + "/max_link_width", link.maxWidth());
        }
    }

    private String resource(PciDevice device) {
        long[][] rows = new long[device.isBridge() ? resources + BRIDGE_WINDOWS : resources][3];
        for (PciDevice.Bar bar : device.bars()) {
            rows[bar.index()] = new long[]{bar.start(), bar.start() + bar.size() - 1, bar.flags()};
        }
        StringBuilder text = new StringBuilder();
        for (long[] row : rows) {
            text.append(hex(row[0], 16)).append(' ').append(hex(row[1], 16)).append(' ').append(hex(row[2], 16))
                    .append('\n');
        }
        return text.toString();
    }

    private static String modalias(PciDevice device) {
        PciDevice.PciId id = device.id();
        return String.format(Locale.ROOT, "pci:v%08Xd%08Xsv%08Xsd%08Xbc%02Xsc%02Xi%02X", id.vendor(), id.device(),
                id.subVendor(), id.subDevice(), device.classCode() >> 16, device.classCode() >> 8 & 0xff,
                device.classCode() & 0xff);
    }

    private static String hex(long value, int digits) {
        String bare = Long.toHexString(value);
        return "0x" + "0".repeat(Math.max(0, digits - bare.length())) + bare;
    }
}
