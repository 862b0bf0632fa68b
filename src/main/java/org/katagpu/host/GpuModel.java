package org.katagpu.host;

import java.util.OptionalInt;

/**
 * What the bundled table says of a GPU model.
 *
 * @param name marketing name as the driver reports it: {@code NVIDIA L20}
 * @param computeCapability {@code 8.9}
 * @param memoryGb memory as sold; empty where one id covers several sizes
 */
public record GpuModel(String name, GpuArchitecture architecture, String computeCapability, OptionalInt memoryGb) {
    /** Whether its memory is part of the processor's address space, over NVLink: GH200, GB200. */
    public boolean coherent() {
        return name.startsWith("NVIDIA GH200") || name.startsWith("NVIDIA GB200");
    }

    /** Whether it works in the machine's own memory: GB10. */
    public boolean integrated() {
        return name.equals("NVIDIA GB10");
    }

    /**
     * Whether virtCCA's documentation names it among the GPUs tried by passthrough: A100 and L20, and no other
     * (virtCCA SDK, kata-v3.15.0 SR-IOV guide). Says nothing of whether another one works.
     */
    public boolean verifiedWithVirtcca() {
        return name.startsWith("NVIDIA A100-") || name.startsWith("NVIDIA A100 ") || name.equals("NVIDIA L20");
    }
}
