package org.katagpu.practice.persona;

import org.katagpu.practice.machine.PciDevice;
import org.katagpu.practice.machine.PciDevice.Bar;
import org.katagpu.practice.machine.PciDevice.PciId;

/** NVIDIA's devices with their ids and BAR sizes; place, group and driver are for the caller. */
final class Gpus {
    private static final int NVIDIA = 0x10de;
    private static final int CLASS_3D = 0x030200;
    private static final int CLASS_VGA = 0x030000;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final String RESETS = "flr bus";
    private static final String GEN1 = "2.5 GT/s PCIe";
    private static final String GEN3 = "8.0 GT/s PCIe";
    private static final String GEN4 = "16.0 GT/s PCIe";
    private static final int LANES = 16;

    private Gpus() {}

    /** 48 GB; the link rests at 2.5 GT/s as it does when the card idles. @param slot from 0: sets the BARs apart */
    static PciDevice.Builder l20(String address, int slot) {
        return bars(PciDevice.at(address).id(new PciId(NVIDIA, 0x26ba, NVIDIA, 0x1957), CLASS_3D, 0xa1)
                .model("NVIDIA L20").reset(RESETS).link(GEN1, LANES, GEN4, LANES), slot, 64 * GIB);
    }

    static PciDevice.Builder a100(String address, int slot) {
        return bars(PciDevice.at(address).id(new PciId(NVIDIA, 0x20b5, NVIDIA, 0x1533), CLASS_3D, 0xa1)
                .model("NVIDIA A100 80GB PCIe").reset(RESETS).link(GEN4, LANES, GEN4, LANES), slot, 128 * GIB);
    }

    /** Its BAR1 shows 256 MiB of its 24 GB: the card's memory cannot be told from it. */
    static PciDevice.Builder rtx6000(String address, int slot) {
        return bars(PciDevice.at(address).id(new PciId(NVIDIA, 0x1e30, NVIDIA, 0x12ba), CLASS_VGA, 0xa1)
                .model("Quadro RTX 6000").reset("bus").link(GEN1, LANES, GEN3, LANES), slot, 256 * MIB);
    }

    static PciDevice.Builder rtx6000Audio(String address) {
        return PciDevice.at(address).id(new PciId(NVIDIA, 0x10f7, NVIDIA, 0x12ba), 0x040300, 0xa1)
                .link(GEN1, LANES, GEN3, LANES).bar(0, 0xe1080000L, 16 << 10, Bar.MEMORY_32);
    }

    static PciDevice.Builder rtx6000Usb(String address) {
        return PciDevice.at(address).id(new PciId(NVIDIA, 0x1ad6, NVIDIA, 0x12ba), 0x0c0330, 0xa1)
                .link(GEN1, LANES, GEN3, LANES)
                .bar(0, 0x440000000000L, 256 << 10, Bar.MEMORY_64_PREFETCHABLE);
    }

    static PciDevice.Builder rtx6000Ucsi(String address) {
        return PciDevice.at(address).id(new PciId(NVIDIA, 0x1ad7, NVIDIA, 0x12ba), 0x0c8000, 0xa1)
                .link(GEN1, LANES, GEN3, LANES).bar(0, 0xe1084000L, 4 << 10, Bar.MEMORY_32);
    }

    private static PciDevice.Builder bars(PciDevice.Builder gpu, int slot, long memory) {
        long window = 0x200000000000L + slot * (256 * GIB);
        return gpu.bar(0, 0xe0000000L + slot * 32 * MIB, 16 * MIB, Bar.MEMORY_32)
                .bar(1, window, memory, Bar.MEMORY_64_PREFETCHABLE)
                .bar(3, window + 128 * GIB, 32 * MIB, Bar.MEMORY_64_PREFETCHABLE);
    }
}
