package org.katagpu.setup.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A host's root as a tree of files, with a kernel, modprobe and systemctl that act on nothing else. */
final class FakeKernel {
    static final String L20 = "10de:26ba:10de:1851";

    final Path root;

    FakeKernel(Path root) throws IOException {
        this.root = root;
        for (String folder : List.of("bin", "fault", "native", "dev/vfio", "proc/sys/kernel/random", "proc/self/fd",
                "sys/bus/pci/devices", "sys/bus/pci/drivers", "sys/kernel/iommu_groups", "etc/systemd/system")) {
            Files.createDirectories(root.resolve(folder));
        }
        write("proc/sys/kernel/random/boot_id", "boot-1");
        for (String command : List.of("tee", "modprobe", "systemctl")) {
            Path file = root.resolve("bin").resolve(command);
            try (InputStream in = FakeKernel.class.getResourceAsStream(command + ".sh")) {
                Files.copy(in, file);
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private Map<String, String> environment() {
        return Map.of("KATAGPU_ROOT", root.toString(), "PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
    }

    ProcessBuilder bash(String... arguments) {
        List<String> command = new ArrayList<>(List.of("bash"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment());
        return builder;
    }

    void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    void driverRegistered(String driver) throws IOException {
        Files.createDirectories(root.resolve("sys/bus/pci/drivers").resolve(driver));
    }

    /** A GPU in a group of its own, below a root port of its own, driven by nvidia. */
    void gpu(String bdf, int group) throws IOException {
        device(bdf, "0000:" + bdf.substring(5, 7) + ":1f.0", L20, "030200", "nvidia", group);
    }

    /** @param driver that has it, and takes it when probed; empty: none */
    void device(String bdf, String rootPort, String identity, String pciClass, String driver, int group)
            throws IOException {
        Path port = root.resolve("sys/devices/pci" + rootPort.substring(0, 7)).resolve(rootPort);
        if (Files.notExists(port)) {
            Files.createDirectories(port);
            Files.writeString(port.resolve("class"), "0x060400\n");
            Files.createSymbolicLink(devices().resolve(rootPort), port);
        }
        Path device = Files.createDirectories(port.resolve(bdf));
        Files.createSymbolicLink(devices().resolve(bdf), device);
        String[] ids = identity.split(":");
        List<String> names = List.of("vendor", "device", "subsystem_vendor", "subsystem_device");
        for (int i = 0; i < names.size(); i++) {
            Files.writeString(device.resolve(names.get(i)), "0x" + ids[i] + "\n");
        }
        Files.writeString(device.resolve("class"), "0x" + pciClass + "\n");
        Files.writeString(device.resolve("driver_override"), "(null)\n");
        Files.writeString(device.resolve("max_link_speed"), "16.0 GT/s PCIe\n");
        Files.writeString(root.resolve("native").resolve(bdf), driver);
        if (!driver.isEmpty()) {
            link(device, driver);
        }
        if (group >= 0) {
            Path folder = root.resolve("sys/kernel/iommu_groups/" + group);
            Files.createDirectories(folder.resolve("devices"));
            Files.createSymbolicLink(folder.resolve("devices").resolve(bdf), device);
            Files.createSymbolicLink(device.resolve("iommu_group"), folder);
        }
    }

    /** An SMMU whose groups come with the first driver tried. */
    void smmu() throws IOException {
        write("sys/class/iommu/smmu3.0x0000000140000000/devices/x", "");
    }

    /** A GPU no driver was tried on yet. @param group that will show; -1: none, as behind another one's stream */
    void lateGpu(String bdf, String rootPort, int group) throws IOException {
        device(bdf, rootPort, L20, "030200", "", -1);
        write("late/" + bdf, group < 0 ? "-" : String.valueOf(group));
    }

    /** Puts a device on a conventional PCI bus: no link of its own. */
    void conventional(String bdf) throws IOException {
        Files.delete(devices().resolve(bdf).resolve("max_link_speed"));
    }

    private void link(Path device, String driver) throws IOException {
        driverRegistered(driver);
        Path folder = root.resolve("sys/bus/pci/drivers").resolve(driver);
        Files.createSymbolicLink(device.resolve("driver"), folder);
        Files.createSymbolicLink(folder.resolve(device.getFileName()), device);
    }

    private Path devices() {
        return root.resolve("sys/bus/pci/devices");
    }

    /** A process with a device node open. */
    void holder(int pid, String comm, String node) throws IOException {
        write("proc/" + pid + "/comm", comm);
        Path fds = Files.createDirectories(root.resolve("proc/" + pid + "/fd"));
        Files.createSymbolicLink(fds.resolve("0"), Path.of("pipe:[4242]"));
        Files.createSymbolicLink(fds.resolve("5"), Path.of(node));
    }

    void minor(String bdf, int minor) throws IOException {
        write("proc/driver/nvidia/gpus/" + bdf + "/information", "Model: \t\t NVIDIA L20\nDevice Minor: \t " + minor);
    }

    void fault(String write, String what) throws IOException {
        write("fault/" + write, what);
    }

    void attribute(String bdf, String name, String value) throws IOException {
        Files.writeString(devices().resolve(bdf).resolve(name), value + "\n");
    }

    /** Takes the device to a driver as another admin would. */
    void move(String bdf, String driver) throws IOException {
        Path device = devices().resolve(bdf);
        if (Files.exists(device.resolve("driver"))) {
            Files.delete(device.resolve("driver").toRealPath().resolve(bdf));
            Files.delete(device.resolve("driver"));
        }
        link(device, driver);
    }

    String driver(String bdf) throws IOException {
        Path link = devices().resolve(bdf).resolve("driver");
        return Files.exists(link) ? link.toRealPath().getFileName().toString() : "";
    }

    String override(String bdf) throws IOException {
        String text = Files.readString(devices().resolve(bdf).resolve("driver_override")).strip();
        return text.equals("(null)") ? "" : text;
    }

    boolean exists(String path) {
        return Files.exists(root.resolve(path));
    }

    String text(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    /** Every write to sysfs, modprobe and systemctl call so far. */
    List<String> writes() throws IOException {
        return exists("writes")
                ? Files.readAllLines(root.resolve("writes")).stream()
                        .map(line -> line.replace(root.toString(), "")).toList()
                : List.of();
    }
}
