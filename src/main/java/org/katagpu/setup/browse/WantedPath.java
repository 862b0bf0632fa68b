package org.katagpu.setup.browse;

/** What a field wants of the host, and how such a thing is found. */
public enum WantedPath {
    KERNEL_TREE("kernel", true), GUEST_IMAGE("*.img", false), ARCHIVE("*.tar*", false), DRIVER("NVIDIA-Linux-*.run",
            false), BUILDX("buildx-*", false), PACKAGES("*.rpm", true), CNI_PLUGINS("cni-plugins-*.tgz",
                    false), CNI_SOURCE("cni-*.tar.gz", false), CNI_FOLDER("*.conflist",
                            true), SOCKET("*.sock", false), KERNEL("vmlinu*", false), PROGRAM("qemu-system-*", false);

    private final String pattern;
    private final boolean folder;

    WantedPath(String pattern, boolean folder) {
        this.pattern = pattern;
        this.folder = folder;
    }

    String pattern() {
        return pattern;
    }

    /** Whether it is a folder, not a file. */
    public boolean folder() {
        return folder;
    }
}
