package org.katagpu.practice.persona;

import java.util.List;

import org.katagpu.practice.machine.Machine;
import org.katagpu.practice.machine.RunningProcess;
import org.katagpu.practice.machine.ServiceUnit;

/** Kata CC-0.8.0 with virtCCA's patch, built by hand on the host; CoCo's containerd 1.6.8.2 beside it. */
final class KataCc080 {
    private static final String BUILT_SHIM = "home/work/kata-containers/src/runtime/containerd-shim-kata-v2";
    private static final int CONTAINERD = 4_200_012;

    private KataCc080() {}

    static void install(Machine.Builder machine) {
        GuestImage.addFiles(machine);
        Cni.install(machine);
        ImageArchive.addTo(machine);
        machine.file("etc/kata-containers/configuration.toml",
                KunpengServer.text("kata-cc0.8.0-configuration.toml"));
        machine.file("home/work/images/Image", "practice\n").file("home/work/images/rootfs.img", GuestImage.plain())
                .programs("usr/bin/kata-runtime", BUILT_SHIM, "home/work/qemu/build/qemu-system-aarch64",
                        "usr/libexec/virtiofsd", "usr/local/bin/containerd", "usr/local/bin/ctr", "usr/bin/docker")
                .file("usr/bin/containerd-shim-kata-v2", new Machine.Content.Link(BUILT_SHIM));
        machine.answer("containerd-shim-kata-v2", KunpengServer.text("kata-cc0.8.0-shim"))
                .answer("kata-runtime", KunpengServer.text("kata-cc0.8.0-runtime"))
                .answer("containerd",
                        "=== 0 *-v*\ncontainerd github.com/confidential-containers/containerd v1.6.8.2 8de2b4a4a5b4f0a1\n")
                .answer("ctr", KunpengServer.text("ctr-1.6"))
                .process(new RunningProcess(CONTAINERD, "containerd", List.of("/usr/local/bin/containerd"), List.of()))
                .unit(new ServiceUnit("containerd", true, true, CONTAINERD))
                .file("run/containerd/containerd.sock", "");
    }
}
