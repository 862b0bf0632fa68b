package org.katagpu.host;

/** NVIDIA's GPU generations the table knows. */
public enum GpuArchitecture {
    PASCAL("Pascal"), VOLTA("Volta"), TURING("Turing"), AMPERE("Ampere"), ADA("Ada Lovelace"), HOPPER(
            "Hopper"), BLACKWELL("Blackwell");

    private final String title;

    GpuArchitecture(String title) {
        this.title = title;
    }

    /** NVIDIA's name of it, the same in every language. */
    public String title() {
        return title;
    }

    /** Whether NVIDIA's open kernel modules drive it; older ones need the proprietary modules. */
    public boolean openKernelModules() {
        return compareTo(TURING) >= 0;
    }
}
