package org.katagpu.practice.persona;

import org.katagpu.practice.machine.KernelModule;
import org.katagpu.practice.machine.KernelModule.State;
import org.katagpu.practice.machine.Machine;
import org.katagpu.practice.machine.PciDevice;
import org.katagpu.practice.machine.PciDevice.Bar;
import org.katagpu.practice.machine.PciDevice.PciId;

/** A real x86 virtual machine with one H200 and no IOMMU: only what was recorded there is told, nothing made up. */
public final class RecordedVm {
    private static final String RELEASE = "6.18.44-fc-v657-gpu";
    private static final int REDHAT = 0x1af4;
    private static final long VIRTIO_BARS = 0x4000000000L;
    private static final long VIRTIO_SIZE = 0x80000;
    private static final long VIRTIO_FLAGS = 0x140204;

    private RecordedVm() {}

    public static Machine machine() {
        Machine.Builder machine = new Machine.Builder(
                new Machine.Identity("vm", RELEASE, "#1 SMP PREEMPT_DYNAMIC @0", "x86_64", false));
        machine.module(KernelModule.of("virtio_pci", State.BUILT_IN).driver("virtio-pci"))
                .module(KernelModule.of("nvidia", State.LOADED).driver("nvidia").nodes("/dev/nvidiactl"))
                .device(PciDevice.at("0000:00:00.0").id(new PciId(0x8086, 0x0d57, 0, 0), 0x060000, 0).build());
        int[][] virtio = {{0x1042, 0x018000}, {0x1042, 0x018000}, {0x1041, 0x020000}, {0x1053, 0xffff00},
            {0x1044, 0xffff00}};
        for (int i = 0; i < virtio.length; i++) {
            machine.device(PciDevice.at("0000:00:0" + (i + 1) + ".0")
                    .id(new PciId(REDHAT, virtio[i][0], REDHAT, virtio[i][0]), virtio[i][1], 1).driver("virtio-pci")
                    .bar(0, VIRTIO_BARS + i * VIRTIO_SIZE, VIRTIO_SIZE, VIRTIO_FLAGS).build());
        }
        return machine
                .device(PciDevice.at("0000:00:06.0").id(new PciId(0x10de, 0x2335, 0x10de, 0x18bf), 0x030200, 0xa1)
                        .model("NVIDIA H200").driver("nvidia").nvidiaMinor(0).reset("flr")
                        .link("32.0 GT/s PCIe", 16, "32.0 GT/s PCIe", 16)
                        .bar(0, 0x104002000000L, 16L << 20, Bar.MEMORY_64_PREFETCHABLE)
                        .bar(2, 0x100000000000L, 256L << 30, Bar.MEMORY_64_PREFETCHABLE)
                        .bar(4, 0x104000000000L, 32L << 20, Bar.MEMORY_64_PREFETCHABLE).build())
                .file("etc/os-release", KunpengServer.text("ubuntu-os-release"))
                .file("sys/module/nvidia/version", "580.159.04\n")

                .answer("nvidia-smi", "=== 0 \n" + KunpengServer.text("h200-nvidia-smi")).build();
    }
}
