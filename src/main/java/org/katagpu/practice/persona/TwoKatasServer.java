package org.katagpu.practice.persona;

import org.katagpu.practice.machine.Machine;

/**
 * openEuler 24.03 LTS SP3 with the distribution's own Kata 3.31, which containerd finds, and virtCCA's 3.15 below /opt,
 * which it does not: which one starts a container is for the admin to choose.
 */
public final class TwoKatasServer {
    private static final String CONFIGURATION = "/kata-containers/configuration.toml";

    private TwoKatasServer() {}

    public static Machine machine() {
        Machine.Builder machine = KunpengServer.ready("gpu-host-06");
        KataV315.belowOpt(machine);
        Kernel.loadNvidia(machine, KunpengServer.DRIVER);
        machine.file("opt/kata/share/defaults" + CONFIGURATION, KunpengServer.text("kata-3.15-configuration.toml"))
                .file("usr/share/defaults" + CONFIGURATION, KunpengServer.text("kata-3.31-configuration.toml"))
                .file("usr/share/kata-containers/vmlinux.container", "practice\n")
                .file("usr/share/kata-containers/kata-containers.img", GuestImage.partitioned())
                .programs("usr/bin/containerd-shim-kata-v2", "usr/bin/kata-runtime", "usr/bin/qemu-system-aarch64")
                .answer("usr_bin_containerd-shim-kata-v2", KunpengServer.text("kata-3.31-shim"))
                .answer("usr_bin_kata-runtime", KunpengServer.text("kata-3.31-runtime"));
        return KunpengServer.withFourGpus(machine).build();
    }
}
