package org.katagpu.practice.persona;

import java.util.Locale;

import org.katagpu.practice.machine.Machine;

/** The four-GPU server with as many GPUs as asked for, for measuring what each one costs. */
public final class ManyDevicesServer {
    private static final int FIRST_GROUP = 100;
    private static final int BUSES_PER_DOMAIN = 100;

    private ManyDevicesServer() {}

    /** @param count GPUs, each below a root port of its own */
    public static Machine machine(int count) {
        Machine.Builder machine = KunpengServer.ready("gpu-bench");
        KataV315.install(machine);
        Kernel.loadNvidia(machine, KunpengServer.DRIVER);
        for (int i = 0; i < count; i++) {
            int domain = 1 + i / BUSES_PER_DOMAIN;
            int bus = i % BUSES_PER_DOMAIN * 2;
            String port = String.format(Locale.ROOT, "%04x:%02x:00.0", domain, bus);
            String card = String.format(Locale.ROOT, "%04x:%02x:00.0", domain, bus + 1);
            machine.device(Board.rootPort(port).group(FIRST_GROUP + 2 * i).numa(i % 4).build())
                    .device(Gpus.l20(card, i).below(port).group(FIRST_GROUP + 2 * i + 1).numa(i % 4).nvidiaMinor(i)
                            .driver("nvidia").build());
        }
        return machine.build();
    }
}
