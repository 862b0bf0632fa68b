package org.katagpu.setup;

import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.kata.KataChoice;
import org.katagpu.setup.network.NetworkChoice;
import org.katagpu.setup.rootfs.RootfsChoice;
import org.katagpu.setup.serve.ServeChoice;

/** Every choice the admin made, and nothing that was found: immutable, kept as JSON, no secret in it. */
public record Plan(GpuChoice gpu, RootfsChoice rootfs, KataChoice kata, ImageChoice image, NetworkChoice network,
        ServeChoice serve) {
    public static final Plan EMPTY = new Plan(GpuChoice.NONE, RootfsChoice.NONE, KataChoice.DEFAULT,
            ImageChoice.DEFAULT, NetworkChoice.DEFAULT, ServeChoice.DEFAULT);

    public Plan withGpu(GpuChoice choice) {
        return new Plan(choice, rootfs, kata, image, network, serve);
    }

    public Plan withRootfs(RootfsChoice choice) {
        return new Plan(gpu, choice, kata, image, network, serve);
    }

    public Plan withKata(KataChoice choice) {
        return new Plan(gpu, rootfs, choice, image, network, serve);
    }

    public Plan withImage(ImageChoice choice) {
        return new Plan(gpu, rootfs, kata, choice, network, serve);
    }

    public Plan withNetwork(NetworkChoice choice) {
        return new Plan(gpu, rootfs, kata, image, choice, serve);
    }

    public Plan withServe(ServeChoice choice) {
        return new Plan(gpu, rootfs, kata, image, network, choice);
    }
}
