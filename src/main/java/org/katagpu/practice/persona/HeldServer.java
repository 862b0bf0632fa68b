package org.katagpu.practice.persona;

import java.util.List;

import org.katagpu.practice.machine.Machine;
import org.katagpu.practice.machine.RunningProcess;
import org.katagpu.practice.machine.ServiceUnit;

/** Every GPU is in someone's hands: a model server, NVIDIA's daemons, and a virtual machine that is running. */
public final class HeldServer {
    private static final int PERSISTENCED = 4_200_101;
    private static final int DCGM = 4_200_102;

    private HeldServer() {}

    public static Machine machine() {
        Machine.Builder machine = KunpengServer.ready("gpu-host-04");
        KataV315.install(machine);
        Kernel.loadNvidia(machine, KunpengServer.DRIVER);
        Kernel.loadVfio(machine);
        String[] ports = {"0000:3a:00.0", "0000:3a:04.0", "0000:b8:00.0", "0000:b8:04.0"};
        String[] cards = {"0000:3b:00.0", "0000:3c:00.0", "0000:b9:00.0"};
        int[] groups = {81, 82, 97};
        for (int slot = 0; slot < cards.length; slot++) {
            int numa = slot < 2 ? 0 : 2;
            machine.device(Board.rootPort(ports[slot]).group(groups[slot] - 20).numa(numa).build())
                    .device(Gpus.l20(cards[slot], slot).below(ports[slot]).group(groups[slot]).numa(numa)
                            .nvidiaMinor(slot).driver("nvidia").build());
        }
        machine.device(Board.rootPort(ports[3]).group(78).numa(2).build())
                .device(Gpus.l20("0000:ba:00.0", 3).below(ports[3]).group(98).numa(2).nvidiaMinor(3)
                        .unbound("nvidia").boundToVfio().build());
        return holders(machine).build();
    }

    private static Machine.Builder holders(Machine.Builder machine) {
        return machine
                .process(new RunningProcess(4_200_117, "python3",
                        List.of("python3", "-m", "vllm.entrypoints.openai.api_server", "--model", "/models/qwen",
                                "--port", "8000"),
                        List.of("/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia0")))
                .process(new RunningProcess(PERSISTENCED, "nvidia-persiste",
                        List.of("/usr/bin/nvidia-persistenced", "--user", "nvidia-persistenced"),
                        List.of("/dev/nvidiactl", "/dev/nvidia0", "/dev/nvidia1", "/dev/nvidia2")))
                .process(new RunningProcess(DCGM, "nv-hostengine",
                        List.of("/usr/bin/nv-hostengine", "-n", "--service-account", "nvidia-dcgm"),
                        List.of("/dev/nvidiactl", "/dev/nvidia0", "/dev/nvidia1")))
                .unit(new ServiceUnit("nvidia-persistenced", true, true, PERSISTENCED))
                .unit(new ServiceUnit("nvidia-dcgm", true, true, DCGM))
                .process(new RunningProcess(4_200_230, "qemu-system-aar",
                        List.of("/opt/kata/bin/qemu-system-aarch64-virtcca-experimental", "-name",
                                "sandbox-arch,debug-threads=on", "-machine",
                                "virt,accel=kvm,gic-version=3,kernel_irqchip=on,kvm-type=cvm,confidential-guest-support=tmm0",
                                "-object", "tmm-guest,id=tmm0,sve-vector-length=128,num-pmu-counters=1", "-m", "20480M",
                                "-device", "vfio-pci,host=0000:ba:00.0,bus=rp0"),
                        List.of("/dev/kvm", "/dev/vhost-vsock", "/dev/vfio/vfio", "/dev/vfio/98")));
    }
}
