package org.katagpu.practice.persona;

import org.katagpu.practice.machine.Machine;
import org.katagpu.practice.machine.ServiceUnit;

/** A server as it comes out of its box: SMMU off in the BIOS, no virtCCA on the command line, Kata not installed. */
public final class IommuOffServer {
    private IommuOffServer() {}

    public static Machine machine() {
        Machine ready = KunpengServer.ready("gpu-host-03").build();
        Machine.Builder machine = new Machine.Builder(ready.identity());
        ready.devices().forEach(machine::device);
        ready.modules().forEach(machine::module);
        ready.files().entrySet().stream()
                .filter(file -> !file.getKey().startsWith("sys/kernel/tmm"))
                .forEach(file -> machine.file(file.getKey(), file.getValue()));
        ready.nodes().forEach(machine::node);
        ready.answers().forEach(machine::answer);
        Kernel.loadNvidia(machine, KunpengServer.DRIVER);
        for (int slot = 0; slot < 2; slot++) {
            String port = slot == 0 ? "0000:3a:00.0" : "0000:b8:00.0";
            String card = slot == 0 ? "0000:3b:00.0" : "0000:b9:00.0";
            machine.device(Board.rootPort(port).numa(slot * 2).build()).device(Gpus.l20(card, slot).below(port)
                    .numa(slot * 2).nvidiaMinor(slot).driver("nvidia").build());
        }
        return machine
                .file("proc/cmdline",
                        "BOOT_IMAGE=/vmlinuz-" + KunpengServer.RELEASE
                                + " root=/dev/mapper/openeuler-root ro crashkernel=1024M,high quiet\n")
                .file("sys/fs/selinux/enforce", "1\n").answer("getenforce", "=== 0 *\nEnforcing\n")
                .file(".practice/dmesg",
                        KunpengServer.text("iommu-off-dmesg").replace("@RELEASE@", KunpengServer.RELEASE))
                .file(".practice/disks", "/dev/mapper/openeuler-root / 73400320 68157440\n")
                .answer("python3", "=== 0 --version\nPython 3.11.6\n=== 0 *\n0\n")
                .answer("docker", KunpengServer.text("docker-down-answers"))
                .unit(new ServiceUnit("docker", false, false, 0)).unit(ServiceUnit.running("sshd")).build();
    }
}
