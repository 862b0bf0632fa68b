package org.katagpu.practice.persona;

import org.katagpu.practice.machine.Machine;

/**
 * No driver was tried on the GPUs yet, so on this kernel they have no IOMMU group until they are bound. Two turn out to
 * be alone; the third one to share its group with an NVMe disk in use behind the same switch.
 */
public final class LateGroupServer {
    private static final int SHARED = 96;

    private LateGroupServer() {}

    public static Machine machine() {
        Machine.Builder machine = KunpengServer.ready("gpu-host-05");
        KataV315.install(machine);
        machine.device(Board.rootPort("0000:3a:00.0").group(61).numa(0).build())
                .device(Gpus.l20("0000:3b:00.0", 0).below("0000:3a:00.0").lateGroup(81).numa(0).unbound("nvidia")
                        .build())
                .device(Board.rootPort("0000:3a:04.0").group(62).numa(0).build())
                .device(Gpus.l20("0000:3c:00.0", 1).below("0000:3a:04.0").lateGroup(82).numa(0).unbound("nvidia")
                        .build())
                .device(Board.rootPort("0000:b8:00.0").group(77).numa(2).build())
                .device(Board.switchPort("0000:b9:00.0", "0000:b8:00.0").group(SHARED).numa(2).build())
                .device(Board.switchPort("0000:ba:00.0", "0000:b9:00.0").group(SHARED).numa(2).build())
                .device(Gpus.l20("0000:bb:00.0", 2).below("0000:ba:00.0").lateGroup(SHARED).numa(2).unbound("nvidia")
                        .build())
                .device(Board.switchPort("0000:ba:04.0", "0000:b9:00.0").group(SHARED).numa(2).build())
                .device(Board.nvme("0000:bc:00.0", "0000:ba:04.0").group(SHARED).numa(2).build());
        return machine.build();
    }
}
