package org.katagpu.setup.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.katagpu.setup.Plan;
import org.katagpu.setup.RealContainerd;
import org.katagpu.setup.gpu.GpuChoice;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageStore;

/**
 * A real containerd with ctr and runc, whose shim stands under Kata's name on the daemon's PATH, an image with a stand-in
 * vLLM, and a network for its guest.
 */
final class RealGuest implements AutoCloseable {
    static final String GPU = "0000:3b:00.0";
    static final String NAME = "katagpu-vllm";

    final RealContainerd containerd;
    final GuestNetwork network;
    private final Path image;
    private int namespaces;

    RealGuest(Path folder) throws Exception {
        Path shims = Files.createDirectories(folder.resolve("shims"));
        Files.copy(Path.of("/usr/bin/containerd-shim-runc-v2"), shims.resolve("containerd-shim-kata-v2"),
                StandardCopyOption.COPY_ATTRIBUTES);
        image = folder.resolve("vllm.tar");
        Process make = new ProcessBuilder("bash", "src/test/resources/serve/make-image.sh", "src/test/resources/serve",
                image.toString()).redirectErrorStream(true).start();
        String said = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(make.waitFor()).as(said).isZero();
        containerd = RealContainerd.start(shims);
        network = new GuestNetwork();
    }

    /** A namespace of containerd's with the image in it. */
    String namespace() throws Exception {
        // runc keeps what runs of all daemons by namespace alone.
        String namespace = "test" + ProcessHandle.current().pid() + "-" + namespaces++;
        containerd.ctr(namespace, "images", "import", image.toString());
        return namespace;
    }

    /** A host with this machine's processes and one GPU bound. */
    ServeFixture bench(Path folder) throws Exception {
        ServeFixture bench = new ServeFixture(folder);
        Files.createSymbolicLink(bench.root.resolve("proc"), Path.of("/proc"));
        Files.createSymbolicLink(bench.root.resolve("var/run/netns"), Path.of("/var/run/netns"));
        bench.gpu(GPU, 81, "vfio-pci");
        node(bench, 81);
        return bench;
    }

    static void node(ServeFixture bench, int group) throws Exception {
        assertThat(new ProcessBuilder("mknod", bench.root.resolve("dev/vfio/" + group).toString(), "c", "1", "3")
                .inheritIO().start().waitFor()).isZero();
    }

    Plan plan(String namespace) {
        return Plan.EMPTY.withGpu(new GpuChoice(List.of(GPU), false))
                .withImage(ImageChoice.DEFAULT.withStore(new ImageStore(namespace, containerd.address(), "")))
                .withNetwork(Plans.network(network.name)).withServe(Plans.serve("qwen/Qwen1.5-1.8B-Chat", true, false));
    }

    @Override
    public void close() throws Exception {
        network.close();
        containerd.close();
    }
}
