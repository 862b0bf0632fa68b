package org.katagpu.practice.persona;

import org.katagpu.practice.machine.Machine;

/**
 * Kata 4.1 as kata-deploy installs it from 4.0 on: the runtime in Rust answers, and reads files of its own. It takes a GPU
 * by IOMMUFD alone, which this kernel was built without.
 */
public final class RustServer {
    private static final String SHIM = "opt/kata/runtime-rs/bin/containerd-shim-kata-v2";
    private static final String CONFIGURATION = "opt/kata/share/defaults/kata-containers/runtime-rs/configuration.toml";

    private RustServer() {}

    public static Machine machine() {
        Machine.Builder machine = KunpengServer.ready("gpu-host-07");
        KataV315.belowOpt(machine);
        Kernel.loadNvidia(machine, KunpengServer.DRIVER);
        machine.file("opt/kata/VERSION", "4.1.0\n").programs(SHIM, "opt/kata/bin/qemu-system-aarch64")
                .answer(SHIM.replace('/', '_'), KunpengServer.text("kata-4.1-rust-shim"))
                .answer("usr_local_bin_containerd-shim-kata-v2", KunpengServer.text("kata-4.1-rust-shim"))
                .answer("opt_kata_bin_containerd-shim-kata-v2", KunpengServer.text("kata-4.1-shim"))
                .file("usr/local/bin/containerd-shim-kata-v2", new Machine.Content.Link(SHIM))
                .file(CONFIGURATION, KunpengServer.text("kata-4.1-rust-configuration.toml"));
        return KunpengServer.withFourGpus(machine).build();
    }
}
