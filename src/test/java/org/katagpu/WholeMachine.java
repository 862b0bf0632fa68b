package org.katagpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.katagpu.machine.ThrowawayMachine;
import org.katagpu.setup.Plan;
import org.katagpu.setup.image.ImageArchive;
import org.katagpu.setup.image.ImageChoice;
import org.katagpu.setup.image.ImageWay;
import org.katagpu.setup.rootfs.DriverChoice;
import org.katagpu.setup.rootfs.RootfsChoice;
import org.katagpu.setup.rootfs.RootfsSources;

/**
 * A throwaway machine with a Kata base and what an admin brings: a guest image, a kernel tree, a driver, packages and a
 * model image. Stand-ins: dnf, the driver, the model server, runc's shim under Kata's name, Kata's runtime.
 */
final class WholeMachine implements AutoCloseable {
    static final String GUEST = "/opt/kata/share/kata-containers/guest.img";
    static final String DRIVER = "/srv/sources/NVIDIA-Linux-" + System.getProperty("os.arch").replace("amd64",
            "x86_64") + "-550.127.08.run";

    final ThrowawayMachine machine;

    WholeMachine(Path folder) throws IOException, InterruptedException {
        Path made = Files.createDirectories(folder.resolve("made"));
        bash("src/test/resources/rootfs/make-guest.sh", made.toString());
        bash("src/test/resources/serve/make-image.sh", "src/test/resources/serve", made.resolve("vllm.tar").toString());
        machine = ThrowawayMachine.start(folder.resolve("machine"));
        boolean whole = false;
        try {
            bring(made);
            whole = true;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    private void bring(Path made) throws IOException {
        machine.exec("mkdir -p /opt/kata/bin /opt/kata/share/kata-containers /opt/kata/libexec /srv/sources /srv/test "
                + "/srv/kernel /etc/kata-containers /run/mount");
        machine.put(made.resolve("plain.img"), GUEST);
        pack(made.resolve("host/kernel"), made.resolve("kernel.tar"));
        machine.put(made.resolve("kernel.tar"), "/srv/kernel.tar");
        machine.exec("tar -C /srv/kernel -xf /srv/kernel.tar && rm /srv/kernel.tar");
        pack(made.resolve("host/sources"), made.resolve("sources.tar"));
        machine.put(made.resolve("sources.tar"), "/srv/sources.tar");
        machine.exec("tar -C /srv/sources -xf /srv/sources.tar && rm /srv/sources.tar; cd /srv/sources; "
                + "[[ -e " + DRIVER + " ]] || mv NVIDIA-*.run " + DRIVER);
        machine.put(made.resolve("vllm.tar"), "/srv/vllm-cvm.tar");
        machine.put(made.resolve("standins/dnf"), "/srv/test/dnf");
        machine.put(made.resolve("libnvidia-container.so.1"), "/srv/test/libnvidia-container.so.1");
        program("/usr/local/bin/dnf", "KATAGPU_TEST=/srv/test exec /srv/test/dnf \"$@\"");
        program("/usr/bin/kata-runtime", """
                case $* in
                  --version) echo 'kata-runtime  : 3.15.0' ;;
                  *config-paths*) echo /etc/kata-containers/configuration.toml ;;
                  *) exit 1 ;;
                esac""");
        program("/opt/kata/bin/qemu-system-aarch64-virtcca-experimental", "echo 'QEMU emulator version 8.2.0'");
        program("/opt/kata/libexec/virtiofsd", "exit 0");
        machine.exec("cp /usr/bin/containerd-shim-runc-v2 /usr/bin/containerd-shim-kata-v2; "
                + "echo kernel >/opt/kata/share/kata-containers/vmlinux-confidential.container; echo 3.15.0 >/opt/kata/VERSION");
        String configuration = Files
                .readString(Path.of("src/main/resources/practice/files/kata-3.15-configuration.toml"));
        machine.write("/etc/kata-containers/configuration.toml",
                configuration.replaceAll("(?m)^image = .*$", "image = \"" + GUEST + "\""));
    }

    private void program(String path, String body) throws IOException {
        machine.write(path, "#!/bin/bash\n" + body + "\n");
        machine.exec("chmod 755 " + path);
    }

    /** The choices but for the GPU. */
    static Plan choices(Plan plan) {
        return plan
                .withRootfs(RootfsChoice.NONE.withImage(GUEST).withSizeGib(5).withKernelTree("/srv/kernel")
                        .withDriver(DriverChoice.GUIDE.withFile(DRIVER))
                        .withSources(RootfsSources.DEFAULT.withPackages("/srv/sources")))
                .withImage(ImageChoice.DEFAULT.withWay(ImageWay.IMPORT)
                        .withArchive(new ImageArchive("/srv/vllm-cvm.tar", "")));
    }

    private static void pack(Path folder, Path archive) throws IOException {
        run("tar", "-C", folder.toString(), "-cf", archive.toString(), ".");
    }

    private static void bash(String... command) throws IOException {
        String[] whole = new String[command.length + 1];
        whole[0] = "bash";
        System.arraycopy(command, 0, whole, 1, command.length);
        run(whole);
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        try {
            machine.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
