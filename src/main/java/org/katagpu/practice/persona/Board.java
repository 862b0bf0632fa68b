package org.katagpu.practice.persona;

import org.katagpu.practice.machine.Machine;
import org.katagpu.practice.machine.Machine.Content;
import org.katagpu.practice.machine.PciDevice;
import org.katagpu.practice.machine.PciDevice.Bar;
import org.katagpu.practice.machine.PciDevice.PciId;

/** What sits on a Kunpeng 920 board besides GPUs: root ports, switches, the BMC's display, network, NVMe, storage. */
final class Board {
    private static final int HUAWEI = 0x19e5;
    private static final int BRIDGE = 0x060400;
    private static final String GEN3 = "8.0 GT/s PCIe";
    private static final String GEN4 = "16.0 GT/s PCIe";

    private Board() {}

    static PciDevice.Builder rootPort(String address) {
        return PciDevice.at(address).id(new PciId(HUAWEI, 0xa120, HUAWEI, 0x371e), BRIDGE, 0x21)
                .model("HiSilicon PCIe Root Port with Gen4").driver("pcieport").link(GEN4, 16, GEN4, 16);
    }

    /** A port of a PCIe switch, up or down. */
    static PciDevice.Builder switchPort(String address, String above) {
        return PciDevice.at(address).below(above).id(PciId.of(0x1000, 0xc030), BRIDGE, 0xb0)
                .model("PEX880xx PCIe Gen 4 Switch").driver("pcieport").link(GEN4, 16, GEN4, 16);
    }

    static PciDevice.Builder nvme(String address, String above) {
        return PciDevice.at(address).below(above).id(new PciId(HUAWEI, 0x3714, HUAWEI, 0x5312), 0x010802, 0x30)
                .model("ES3000 V5 NVMe PCIe SSD").driver("nvme").link(GEN3, 4, GEN3, 4).reset("flr bus")
                .bar(0, 0xe6800000L, 64 << 10, Bar.MEMORY_64_PREFETCHABLE);
    }

    /** The devices every persona's board has; with groups of their own where there is an IOMMU. */
    static void add(Machine.Builder machine) {
        machine.device(rootPort("0000:00:00.0").group(0).numa(0).build())
                .device(PciDevice.at("0000:01:00.0").below("0000:00:00.0")
                        .id(new PciId(HUAWEI, 0x3714, HUAWEI, 0x5312), 0x010802, 0x30).model("ES3000 V5 NVMe PCIe SSD")
                        .driver("nvme").group(8).numa(0).link(GEN3, 4, GEN3, 4).reset("flr bus")
                        .bar(0, 0xe6000000L, 64 << 10, Bar.MEMORY_64_PREFETCHABLE).build())
                .device(rootPort("0000:00:10.0").group(2).numa(0).build())
                .device(PciDevice.at("0000:03:00.0").below("0000:00:10.0")
                        .id(new PciId(HUAWEI, 0x1711, HUAWEI, 0x0001), 0x030000, 0x01)
                        .model("Hi171x Series [iBMC Intelligent Management system chip w/VGA support]")
                        .driver("hibmc-drm").group(9).numa(0).bootVga().link("5.0 GT/s PCIe", 1, "5.0 GT/s PCIe", 1)
                        .bar(0, 0xe4000000L, 32 << 20, Bar.MEMORY_32).bar(1, 0xe6200000L, 2 << 20, Bar.MEMORY_32)
                        .build())
                .device(PciDevice.at("0000:74:02.0").id(PciId.of(HUAWEI, 0xa230), 0x010700, 0x21)
                        .model("HiSilicon SAS 3.0 HBA").driver("hisi_sas_v3_hw").group(40).numa(0)
                        .bar(5, 0xa2000000L, 32 << 10, Bar.MEMORY_32).build())
                .device(PciDevice.at("0000:7c:00.0").id(PciId.of(HUAWEI, 0xa121), BRIDGE, 0x20)
                        .model("HiSilicon PCI-PCI Bridge").driver("pcieport").group(44).numa(0).build());
        for (int function = 0; function < 2; function++) {
            machine.device(PciDevice.at("0000:7d:00." + function).below("0000:7c:00.0")
                    .id(new PciId(HUAWEI, 0xa222, HUAWEI, 0x0454), 0x020000, 0x21)
                    .model("HNS GE/10GE/25GE RDMA Network Controller").driver("hns3").group(45 + function).numa(0)
                    .bar(0, 0x121040000L + function * 0x10000L, 64 << 10, Bar.MEMORY_64_PREFETCHABLE)
                    .bar(2, 0x120000000L + function * 0x100000L, 1 << 20, Bar.MEMORY_64_PREFETCHABLE).build());
        }
        machine.file("sys/class/net/enp125s0f0/operstate", "up\n").file("sys/class/net/enp125s0f0/mtu", "1500\n")
                .file("sys/class/graphics/fb0/name", "hibmcdrmfb\n")
                .file("sys/class/graphics/fb0/device", new Content.Link("sys/bus/pci/devices/0000:03:00.0"))
                .file("sys/class/net/lo/operstate", "unknown\n");
    }
}
