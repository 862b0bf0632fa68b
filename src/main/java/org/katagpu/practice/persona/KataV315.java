package org.katagpu.practice.persona;

import java.util.List;

import org.katagpu.practice.machine.Machine;
import org.katagpu.practice.machine.RunningProcess;
import org.katagpu.practice.machine.ServiceUnit;

/** Kata v3.15's virtCCA variant, as kata-deploy leaves it, made usable with ctr. */
final class KataV315 {
    private static final int CONTAINERD = 4_200_012;

    private KataV315() {}

    static void install(Machine.Builder machine) {
        belowOpt(machine);
        machine.file("etc/kata-containers/configuration.toml",
                KunpengServer.text("kata-3.15-configuration.toml"))
                .programs("usr/bin/containerd-shim-kata-v2", "usr/bin/kata-runtime");
    }

    /** As kata-deploy leaves it: nothing of it is on containerd's PATH, and no file of its own in /etc. */
    static void belowOpt(Machine.Builder machine) {
        GuestImage.addFiles(machine);
        Cni.install(machine);
        ImageArchive.addTo(machine);
        String configuration = KunpengServer.text("kata-3.15-configuration.toml");
        machine.file("opt/kata/share/defaults/kata-containers/configuration-qemu-virtcca.toml",
                configuration.replace("shared_fs = \"virtio-fs\"", "shared_fs = \"none\""))
                .file("opt/kata/VERSION", "3.15.0\n")
                .file("etc/containerd/config.toml", KunpengServer.text("containerd-1.7-config.toml"));
        machine.file("opt/kata/share/kata-containers/kata-containers-confidential.img", GuestImage.partitioned())
                .file("opt/kata/share/kata-containers/vmlinux-confidential.container", "practice\n")
                .programs(
                        "opt/kata/bin/containerd-shim-kata-v2", "opt/kata/bin/kata-runtime",
                        "opt/kata/libexec/virtiofsd",
                        "opt/kata/bin/qemu-system-aarch64-virtcca-experimental", "usr/bin/containerd", "usr/bin/ctr",
                        "usr/bin/docker");
        machine.answer("containerd-shim-kata-v2", KunpengServer.text("kata-3.15-shim"))
                .answer("kata-runtime", KunpengServer.text("kata-3.15-runtime"))
                .answer("containerd",
                        "=== 0 *-v*\ncontainerd github.com/containerd/containerd v1.7.27 05044ec0a9a75232cad458027ca83437aae3f4da\n"
                                + "=== 0 *config dump*\n" + KunpengServer.text("containerd-1.7-config.toml"))
                .answer("ctr", KunpengServer.text("ctr-1.7"))
                .process(new RunningProcess(CONTAINERD, "containerd", List.of("/usr/bin/containerd"), List.of()))
                .unit(new ServiceUnit("containerd", true, true, CONTAINERD))
                .file("run/containerd/containerd.sock", "");
    }
}
