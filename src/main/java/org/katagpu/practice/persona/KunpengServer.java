package org.katagpu.practice.persona;

import java.util.List;

import org.katagpu.practice.machine.KernelModule;
import org.katagpu.practice.machine.Machine;
import org.katagpu.practice.machine.PciDevice;
import org.katagpu.practice.machine.RunningProcess;
import org.katagpu.practice.machine.ServiceUnit;
import org.katagpu.practice.machine.Texts;

/** A Kunpeng 920 server with openEuler 24.03 LTS SP2, ready for virtCCA: the ground the Kunpeng personas stand on. */
public final class KunpengServer {
    static final String RELEASE = "6.6.0-98.0.0.103.oe2403sp2.aarch64";
    static final String DRIVER = "550.127.08";
    private static final String VERSION = "#1 SMP Fri Jun 27 11:30:42 CST 2025";
    private static final int MANAGED_IOMMUS = 6;
    private static final int NUMA_NODES = 4;

    private KunpengServer() {}

    /** Four NVIDIA L20, each in a group and below a root port of its own; the last one has no driver. */
    public static Machine fourGpus() {
        return fourGpuMachine().build();
    }

    /** The same machine, whose guests' firmware gives evidence in this manner. @param fault of the firmware */
    public static Machine fourGpusWithEvidence(String fault) {
        return fourGpuMachine().file(".practice/faults/tsi", fault + "\n").build();
    }

    private static Machine.Builder fourGpuMachine() {
        Machine.Builder machine = ready("gpu-host-01");
        KataV315.install(machine);
        return withFourGpus(machine);
    }

    static Machine.Builder withFourGpus(Machine.Builder machine) {
        Kernel.loadNvidia(machine, DRIVER);
        String[] ports = {"0000:3a:00.0", "0000:3a:04.0", "0000:b8:00.0", "0000:b8:04.0"};
        String[] cards = {"0000:3b:00.0", "0000:3c:00.0", "0000:b9:00.0", "0000:ba:00.0"};
        int[] groups = {81, 82, 97, 98};
        for (int slot = 0; slot < cards.length; slot++) {
            int numa = slot < 2 ? 0 : 2;
            machine.device(Board.rootPort(ports[slot]).group(groups[slot] - 20).numa(numa).build());
            PciDevice.Builder card = Gpus.l20(cards[slot], slot).below(ports[slot]).group(groups[slot]).numa(numa)
                    .nvidiaMinor(slot);
            machine.device((slot == cards.length - 1 ? card.unbound("nvidia") : card.driver("nvidia")).build());
        }
        return machine;
    }

    /** All but GPUs and Kata. */
    static Machine.Builder ready(String hostname) {
        Machine.Builder machine = new Machine.Builder(
                new Machine.Identity(hostname, RELEASE, VERSION, "aarch64", true));
        Kernel.addModules(machine);
        machine.module(KernelModule.of("vhost_vsock", KernelModule.State.LOADED, "vhost", "vsock")
                .nodes("/dev/vhost-vsock")).load("vhost", "vsock");
        Board.add(machine);
        for (int i = 0; i < MANAGED_IOMMUS; i++) {
            machine.iommu("smmu3.0x00000" + Integer.toHexString(0x140 + i * 0x20) + "0000");
        }
        for (int node = 0; node < NUMA_NODES; node++) {
            String folder = "sys/devices/system/node/node" + node;
            machine.file(folder + "/cpulist", node * 32 + "-" + (node * 32 + 31) + "\n").file(folder + "/meminfo",
                    "Node " + node + " MemTotal:       131703808 kB\nNode " + node
                            + " MemFree:        100663296 kB\n");
        }
        for (String node : new String[]{"null", "zero", "kvm", "fb0", "nvme0n1", "loop-control"}) {
            machine.node("/dev/" + node);
        }
        return commands(files(machine));
    }

    private static Machine.Builder files(Machine.Builder machine) {
        return machine.file("etc/os-release", text("openeuler-os-release"))
                .file("etc/openEuler-release", "openEuler release 24.03 (LTS-SP2)\n")
                .file("proc/cmdline", text("kunpeng-cmdline").replace("@RELEASE@", RELEASE))
                .file("proc/cpuinfo", text("kunpeng-cpuinfo")).file("proc/meminfo", text("kunpeng-meminfo"))
                .file("proc/mounts", text("kunpeng-mounts")).file("proc/filesystems", text("filesystems"))
                .file("proc/fb", "0 hibmcdrmfb\n").file("proc/sys/fs/inotify/max_user_instances", "16384\n")
                .file("proc/sys/fs/inotify/max_user_watches", "524288\n").file("proc/sys/net/ipv4/ip_forward", "1\n")
                .file("proc/uptime", "912345.67 58123456.01\n").file("proc/loadavg", "1.02 0.87 0.75 2/2311 98123\n")
                .file("boot/config-" + RELEASE, text("kunpeng-kernel-config"))
                .file("sys/devices/system/cpu/online", "0-127\n").file("sys/devices/system/node/online", "0-3\n")
                .file("sys/kernel/tmm/virtcca_enabled", "1\n")
                .file("sys/kernel/tmm/memory_info", text("kunpeng-tmm-memory"))
                .file(".practice/dmesg", text("kunpeng-dmesg").replace("@RELEASE@", RELEASE))
                .file("proc/sys/kernel/random/boot_id", "6f3b9a52-6e0d-4d52-9a1c-7a5c0d1b2e3f\n")
                .file("proc/net/route", text("kunpeng-route")).file("etc/resolv.conf", "nameserver 192.0.2.53\n")
                .file("etc/passwd", "root:x:0:0:root:/root:/bin/bash\n").file("sys/fs/selinux/enforce", "0\n")
                .file("etc/environment", "").file("etc/dnf/dnf.conf", "[main]\ngpgcheck=1\n")
                .file("var/lib/docker/engine-id", "practice\n").file("var/lib/containerd/practice", "")
                .file(".practice/disks", text("kunpeng-disks"));
    }

    private static Machine.Builder commands(Machine.Builder machine) {
        machine.answer("getconf", "=== 0 PAGE*SIZE\n4096\n=== 0 _NPROCESSORS_ONLN\n128\n")
                .answer("nproc", "=== 0 *\n128\n").answer("free", "=== 0 *\n" + text("kunpeng-free"))
                .answer("systemd-detect-virt", "=== 1 *\nnone\n").answer("getenforce", "=== 0 *\nPermissive\n")
                .answer("python3", "=== 0 --version\nPython 3.11.6\n=== 0 *300*\n1\n=== 0 *\n1\n")
                .answer("rpm", "=== 0 -q openEuler-release\nopenEuler-release-24.03LTS_SP2-55.oe2403sp2.aarch64\n"
                        + "=== 1 *\npackage is not installed\n")
                .answer("dnf", "=== 0 --version\n4.16.2\n=== 0 *\n\n")
                .answer("curl", "=== 0 --version\ncurl 8.4.0 (aarch64-openEuler-linux-gnu)\n=== 0 *\n200\n")
                .answer("ip", text("kunpeng-ip")).answer("ss", "=== 0 *\n" + text("kunpeng-ss"))
                .answer("docker", text("docker-answers")).file("etc/docker/daemon.json", "{}\n")
                .answer("wget", "=== 0 --version\nGNU Wget 1.21.4 built on linux-gnu.\n=== 0 *\n\n")
                .answer("git", "=== 0 --version\ngit version 2.43.0\n=== 0 *\n\n")
                .answer("make", "=== 0 --version\nGNU Make 4.4.1\n").answer("gcc",
                        "=== 0 --version\ngcc (GCC) 12.3.1 (openEuler 12.3.1-85.oe2403sp2)\n=== 0 -dump*\n12\n");
        for (String tool : new String[]{"e2fsck", "resize2fs", "losetup", "parted", "partprobe", "blkid", "findmnt",
            "mount", "umount", "mountpoint", "chroot", "unshare", "setpriv", "iptables", "qemu-img", "sfdisk",
            "modinfo", "gpg",
            "depmod", "getent"}) {
            machine.answer(tool, "=== 0 -V\n" + tool + "\n=== 0 --version\n" + tool + "\n");
        }
        return machine.process(new RunningProcess(4_200_011, "dockerd", List.of("/usr/bin/dockerd"),
                List.of())).unit(new ServiceUnit("docker", true, true, 4_200_011))
                .unit(ServiceUnit.running("sshd"));
    }

    static String text(String name) {
        return Texts.read("practice/files/" + name);
    }
}
