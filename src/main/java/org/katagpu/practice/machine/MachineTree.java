package org.katagpu.practice.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Lays a machine out as files: what scripts read, and under {@code .practice} what the stand-in commands know. Makes
 * room for programs, but does not write them.
 */
public final class MachineTree {
    private static final String NOTES = ".practice/";
    private static final List<String> FOLDERS = List.of("boot", "dev", "etc/modprobe.d", "etc/modules-load.d",
            "etc/systemd/system", "home", "mnt", "opt", "root", "run/lock", "run/systemd/system",
            "sys/kernel/iommu_groups", "sys/class", "tmp", "usr/bin", "usr/local/bin", "var/lib", "var/log", "var/tmp",
            NOTES + "faults", NOTES + "pci", NOTES + "modules", NOTES + "units", NOTES + "answers");

    private final Tree tree;

    /** @param root the folder that becomes the machine's {@code /}; must exist and be empty */
    public MachineTree(Path root) {
        this.tree = new Tree(root);
    }

    public void write(Machine machine) throws IOException {
        for (String folder : FOLDERS) {
            tree.folder(folder);
        }
        identity(machine.identity());
        boolean iommu = !machine.iommus().isEmpty();
        new ModuleTree(tree).write(machine.modules());
        new PciTree(tree, machine.identity().srIov()).write(machine.devices(), iommu);
        for (String name : machine.iommus()) {
            tree.folder("sys/class/iommu/" + name + "/devices");
        }
        for (PciDevice device : machine.devices()) {
            tree.file(NOTES + "pci/" + device.address(), notes(device));
            traces(device, iommu);
        }
        for (String node : machine.nodes()) {
            tree.file(node.substring(1), "");
        }
        for (Map.Entry<String, Machine.Content> file : machine.files().entrySet()) {
            content(file.getKey(), file.getValue());
        }
        for (ServiceUnit unit : machine.units()) {
            tree.file(NOTES + "units/" + unit.name(), "active=" + (unit.active() ? "active" : "inactive") + "\nenabled="
                    + (unit.enabled() ? "enabled" : "disabled") + "\npid=" + unit.pid() + "\n");
        }
        for (Map.Entry<String, String> answer : machine.answers().entrySet()) {
            tree.file(NOTES + "answers/" + answer.getKey(), answer.getValue());
        }
        for (RunningProcess process : machine.processes()) {
            write(process);
        }
    }

    private void content(String path, Machine.Content content) throws IOException {
        switch (content) {
            case Machine.Content.Words(String text) -> tree.file(path, text);
            case Machine.Content.Sparse(long size, Map<Long, byte[]> bytes) -> tree.sparse(path, size, bytes);
            case Machine.Content.Link(String target) -> tree.link(path, target);
            case Machine.Content.Program() -> tree.folderOf(path);
        }
    }

    private void identity(Machine.Identity identity) throws IOException {
        tree.file(NOTES + "identity", "hostname=" + identity.hostname() + "\nrelease=" + identity.release()
                + "\nversion=" + identity.version() + "\nmachine=" + identity.architecture() + "\n");
        tree.attribute("etc/hostname", identity.hostname());
        tree.attribute("proc/sys/kernel/osrelease", identity.release());
        tree.attribute("proc/sys/kernel/hostname", identity.hostname());
        tree.file("proc/version", "Linux version " + identity.release() + " (practice) " + identity.version() + "\n");
    }

    private static String notes(PciDevice device) {
        StringBuilder notes = new StringBuilder();
        device.nativeDriver().ifPresent(driver -> notes.append("native=").append(driver).append('\n'));
        device.nvidiaMinor().ifPresent(minor -> notes.append("minor=").append(minor).append('\n'));
        if (device.lateGroup() && device.group().isPresent()) {
            notes.append("late=").append(device.group().getAsInt()).append('\n');
        }
        return notes.append("model=").append(device.model()).append('\n').toString();
    }

    /** What a bound driver leaves outside the PCI tree: the group's node, NVIDIA's nodes and its entry under proc. */
    private void traces(PciDevice device, boolean iommu) throws IOException {
        String driver = device.driver().orElse("");
        if (iommu && driver.equals("vfio-pci") && device.group().isPresent()) {
            tree.file("dev/vfio/" + device.group().getAsInt(), "");
        }
        if (driver.equals("nvidia") && device.nvidiaMinor().isPresent()) {
            int minor = device.nvidiaMinor().getAsInt();
            tree.file("dev/nvidia" + minor, "");
            tree.file("proc/driver/nvidia/gpus/" + device.address() + "/information", "Model: \t\t "
                    + device.model() + "\nBus Location: \t " + device.address() + "\nDevice Minor: \t " + minor + "\n");
        }
    }

    private void write(RunningProcess process) throws IOException {
        String folder = "proc/" + process.pid();
        tree.attribute(folder + "/comm", process.name());
        tree.file(folder + "/cmdline", String.join("\0", process.arguments()) + "\0");
        tree.file(folder + "/environ", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin\0LANG=C.UTF-8\0");
        tree.file(folder + "/status", "Name:\t" + process.name() + "\nState:\tS (sleeping)\nPid:\t" + process.pid()
                + "\nPPid:\t1\nUid:\t0\t0\t0\t0\n");
        tree.absoluteLink(folder + "/fd/0", "dev/null");
        int descriptor = 3;
        for (String node : process.open()) {
            tree.absoluteLink(folder + "/fd/" + descriptor++, node.substring(1));
        }
    }
}
