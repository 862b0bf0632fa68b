package org.katagpu.setup;

import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.rootfs.RootfsChoice;

/** Every choice the admin made, and nothing that was found: immutable, kept as JSON, no secret in it. */
public record Plan(GpuChoice gpu, RootfsChoice rootfs, ImageChoice image) {
    public static final Plan EMPTY = new Plan(GpuChoice.NONE, RootfsChoice.NONE, ImageChoice.DEFAULT);

    public Plan withGpu(GpuChoice choice) {
        return new Plan(choice, rootfs, image);
    }

    public Plan withRootfs(RootfsChoice choice) {
        return new Plan(gpu, choice, image);
    }

    public Plan withImage(ImageChoice choice) {
        return new Plan(gpu, rootfs, choice);
    }
}
