package org.katagpu.setup.rootfs;

import java.util.Comparator;

/** A CUDA version: {@code 12.4}. */
public record CudaVersion(int major, int minor) implements Comparable<CudaVersion> {
    private static final Comparator<CudaVersion> ORDER = Comparator.comparingInt(CudaVersion::major)
            .thenComparingInt(CudaVersion::minor);

    @Override
    public int compareTo(CudaVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
