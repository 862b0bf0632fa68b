package org.katagpu.setup.rootfs;

import java.util.ArrayList;
import java.util.List;

/**
 * The flags of NVIDIA's installer for its two silent passes, by version: an unknown one makes it give up. First the
 * libraries, with no module built or touched; then the modules alone, for the guest's kernel by name, which keeps the
 * installer from looking at the running one. Source: nvidia-installer's option table.
 */
public final class InstallerFlags {
    private final DriverVersion driver;

    public InstallerFlags(DriverVersion driver) {
        this.driver = driver;
    }

    public List<String> libraries() {
        List<String> flags = new ArrayList<>(List.of("--silent", "--no-kernel-modules", "--no-x-check",
                "--no-nouveau-check", "--no-systemd", "--install-libglvnd"));
        noInitramfs(flags);
        return List.copyOf(flags);
    }

    /** Without the kernel's name and source, which the script finds out on the host. */
    public List<String> modules(ModuleKind kind) {
        List<String> flags = new ArrayList<>(List.of("--silent", "--kernel-modules-only", "--no-dkms", "--no-drm",
                "--no-x-check", "--no-nouveau-check", "--skip-module-load"));
        noInitramfs(flags);
        if (driver.atLeast("555.42.02")) {
            flags.add("--kernel-module-type=" + kind.word());
        } else {
            flags.add("--kernel-module-build-directory=" + (kind == ModuleKind.OPEN ? "kernel-open" : "kernel"));
        }
        return List.copyOf(flags);
    }

    private void noInitramfs(List<String> flags) {
        if (driver.atLeast("545.23.06")) {
            flags.add("--no-rebuild-initramfs");
        }
    }
}
