package org.katagpu.practice.persona;

import org.katagpu.practice.machine.Machine;

/**
 * Devices that cannot be had alone. Behind one switch without access control an A100 shares group 96 with a
 * workstation card and its audio, USB and USB-C functions; behind another switch two A100 have groups of their own but
 * one root port, which virtCCA delegates whole.
 */
public final class SharedGroupServer {
    private static final int SHARED = 96;

    private SharedGroupServer() {}

    public static Machine machine() {
        Machine.Builder machine = KunpengServer.ready("gpu-host-02");
        KataCc080.install(machine);
        Cni.dockerForbidsForwarding(machine);
        Kernel.loadNvidia(machine, KunpengServer.DRIVER);
        machine.load("snd_hda_intel", "i2c_nvidia_gpu");
        oneRootPort(machine);
        oneGroup(machine);
        return machine.build();
    }

    private static void oneRootPort(Machine.Builder machine) {
        machine.device(Board.rootPort("0000:3a:00.0").group(61).numa(0).build())
                .device(Board.switchPort("0000:3b:00.0", "0000:3a:00.0").group(62).numa(0).build())
                .device(Board.switchPort("0000:3c:00.0", "0000:3b:00.0").group(63).numa(0).build())
                .device(Gpus.a100("0000:3d:00.0", 0).below("0000:3c:00.0").group(83).numa(0).nvidiaMinor(0)
                        .driver("nvidia").build())
                .device(Board.switchPort("0000:3c:04.0", "0000:3b:00.0").group(64).numa(0).build())
                .device(Gpus.a100("0000:3e:00.0", 1).below("0000:3c:04.0").group(84).numa(0).nvidiaMinor(1)
                        .driver("nvidia").build());
    }

    private static void oneGroup(Machine.Builder machine) {
        machine.device(Board.rootPort("0000:b8:00.0").group(95).numa(2).build())
                .device(Board.switchPort("0000:b9:00.0", "0000:b8:00.0").group(SHARED).numa(2).build())
                .device(Board.switchPort("0000:ba:00.0", "0000:b9:00.0").group(SHARED).numa(2).build())
                .device(Gpus.a100("0000:bb:00.0", 2).below("0000:ba:00.0").group(SHARED).numa(2).nvidiaMinor(2)
                        .driver("nvidia").build())
                .device(Board.switchPort("0000:ba:04.0", "0000:b9:00.0").group(SHARED).numa(2).build())
                .device(Gpus.rtx6000("0000:bc:00.0", 3).below("0000:ba:04.0").group(SHARED).numa(2).nvidiaMinor(3)
                        .driver("nvidia").build())
                .device(Gpus.rtx6000Audio("0000:bc:00.1").below("0000:ba:04.0").group(SHARED).numa(2)
                        .driver("snd_hda_intel").build())
                .device(Gpus.rtx6000Usb("0000:bc:00.2").below("0000:ba:04.0").group(SHARED).numa(2)
                        .driver("xhci_hcd").build())
                .device(Gpus.rtx6000Ucsi("0000:bc:00.3").below("0000:ba:04.0").group(SHARED).numa(2)
                        .driver("nvidia-gpu").build());
    }
}
