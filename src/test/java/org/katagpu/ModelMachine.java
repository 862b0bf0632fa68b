package org.katagpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.katagpu.remote.ssh.RealSshd;
import org.katagpu.remote.ssh.TestUser;
import org.katagpu.setup.RealContainerd;
import org.katagpu.setup.network.OwnMachine;
import org.katagpu.setup.network.RealCnitool;

/**
 * A host a model can be served on: namespaces of its own with real sshd, CNI plugins, cnitool, containerd, and runc's
 * shim under Kata's name. Of its /sys and /dev only a GPU bound to vfio-pci is made up. Needs root.
 */
final class ModelMachine implements AutoCloseable {
    static final String PASSWORD = "p4ss w0rd";
    static final String GPU = "0000:3b:00.0";
    static final String NAMESPACE = "path";
    static final String CONTAINER = "katagpu-vllm";

    /** Seen in the machine's own namespaces alone. */
    private static final String ROOT = "/opt/host";

    final OwnMachine machine;
    final TestUser user;
    final RealContainerd containerd;
    final RealSshd sshd;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    ModelMachine(Path folder) throws Exception {
        Path shims = Files.createDirectories(folder.resolve("shims"));
        Files.copy(Path.of("/usr/bin/containerd-shim-runc-v2"), shims.resolve("containerd-shim-kata-v2"),
                StandardCopyOption.COPY_ATTRIBUTES);
        boolean whole = false;
        try {
            // Before the machine: its /etc must not change below it.
            user = opened(TestUser.create(PASSWORD, "/bin/bash"));
            user.sudoers("Defaults:USER env_keep += \"KATAGPU_ROOT\"\n"
                    + "Defaults:USER secure_path=\"/opt/bin:/usr/sbin:/usr/bin:/sbin:/bin\"\nUSER ALL=(ALL:ALL) ALL");
            machine = opened(new OwnMachine(folder));
            machine.put(RealCnitool.build(), "/opt/bin/cnitool");
            machine.run(files());
            containerd = opened(RealContainerd.start(machine::command, shims));
            // What a failed test leaves running would keep the namespaces.
            opened(() -> containerd.ask(NAMESPACE, "tasks", "rm", "--force", CONTAINER));
            containerd.ctr(NAMESPACE, "images", "import", image(folder).toString());
            sshd = opened(RealSshd.start(Map.of("SetEnv", "KATAGPU_ROOT=" + ROOT), machine.within(), machine.join()));
            whole = true;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private static String files() {
        return """
                mkdir -p /run/sshd %1$s
                cd %1$s
                for place in etc opt proc run usr var; do
                  ln -s "/$place" "$place"
                done
                mkdir -p dev/vfio sys/bus/pci/devices/%2$s sys/bus/pci/drivers/vfio-pci sys/kernel/iommu_groups/81/devices
                for place in class module devices; do
                  ln -s "/sys/$place" "sys/$place"
                done
                echo 0x030200 >sys/bus/pci/devices/%2$s/class
                ln -s %1$s/sys/kernel/iommu_groups/81 sys/bus/pci/devices/%2$s/iommu_group
                ln -s %1$s/sys/bus/pci/drivers/vfio-pci sys/bus/pci/devices/%2$s/driver
                mknod dev/vfio/81 c 1 3
                """
                .formatted(ROOT, GPU);
    }

    /** An image with a stand-in vLLM and nvidia-smi. */
    private static Path image(Path folder) throws IOException, InterruptedException {
        Path archive = folder.resolve("vllm.tar");
        Process make = new ProcessBuilder("bash", "src/test/resources/serve/make-image.sh", "src/test/resources/serve",
                archive.toString()).redirectErrorStream(true).start();
        String said = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (make.waitFor() != 0) {
            throw new IllegalStateException("no image: " + said);
        }
        return archive;
    }

    @Override
    public void close() throws Exception {
        Exception failed = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception one) {
                if (failed == null) {
                    failed = one;
                } else {
                    failed.addSuppressed(one);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
