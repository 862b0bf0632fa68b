package org.katagpu.host;

/**
 * How the host's own driver shares a GPU out.
 *
 * @param slices MIG instances on it
 * @param vgpuHost whether NVIDIA's vGPU manager drives it
 * @param vgpus virtual GPUs handed out of it
 */
public record GpuSharing(int slices, boolean vgpuHost, int vgpus) {
    public static final GpuSharing NONE = new GpuSharing(0, false, 0);

    GpuSharing and(GpuSharing other) {
        return new GpuSharing(slices + other.slices, vgpuHost || other.vgpuHost, vgpus + other.vgpus);
    }
}
