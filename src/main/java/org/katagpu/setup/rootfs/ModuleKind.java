package org.katagpu.setup.rootfs;

/** Which of the two kernel modules the driver brings is built. */
public enum ModuleKind {
    /** NVIDIA's open kernel modules: Turing and later; the only ones for Blackwell and for GPUs in confidential mode. */
    OPEN,
    /** The closed ones: up to Hopper, and the only ones before Turing. */
    PROPRIETARY;

    /** As the scripts and the installer say it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
