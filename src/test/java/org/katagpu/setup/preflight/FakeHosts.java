package org.katagpu.setup.preflight;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Hosts the scan is tried on. */
final class FakeHosts {
    static final String L20 = "26ba";

    private FakeHosts() {}

    /** Stand-ins for what every host has. */
    static FakeRoot bare(Path folder, String architecture, String kernel) {
        return new FakeRoot(folder).command("uname", "echo " + architecture)
                .command("getconf", "echo 4096").command("dmesg", "true").command("journalctl", "true")
                .command("df",
                        "echo head; for d in \"${@:3}\"; do echo \"/dev/sda1 1000000000 1 524288000 1% /\"; done")
                .file("proc/sys/kernel/osrelease", kernel + "\n").file("proc/sys/kernel/hostname", "gpu-host-01\n")
                .file("proc/cmdline", "BOOT_IMAGE=/vmlinuz root=/dev/sda1\n")
                .file("proc/loadavg", "0.52 0.4 0.3 1/9 9\n")
                .file("etc/passwd", "root:x:0:0:root:/root:/bin/bash\nalice:x:1000:1000::/home/alice:/bin/bash\n")
                .file("proc/meminfo",
                        "MemTotal: 536870912 kB\nMemAvailable: 402653184 kB\nHugePages_Total: 4\nHugepagesize: 2048 kB\n")
                .file("proc/net/route",
                        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
                                + "eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n")
                .file("etc/resolv.conf", "# made by hand\nnameserver 192.0.2.53\n");
    }

    static Map<String, String> gpu(String device) {
        Map<String, String> attributes = new HashMap<>(Map.of("vendor", "0x10de", "device", "0x" + device,
                "subsystem_vendor", "0x10de", "subsystem_device", "0x1957", "class", "0x030200", "revision", "0xa1",
                "numa_node", "1", "current_link_speed", "2.5 GT/s PCIe", "current_link_width", "16"));
        attributes.putAll(Map.of("max_link_speed", "16.0 GT/s PCIe", "max_link_width", "16", "driver_override",
                "(null)", "reset_method", "flr bus", "power_state", "D0", "boot_vga", "0", "resource",
                "0x0000000080000000 0x0000000080ffffff 0x0000000000040200\n"
                        + "0x0000001000000000 0x0000001fffffffff 0x000000000014220c\n"
                        + "0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
                        + "0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
                        + "0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
                        + "0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
                        + "0x00000000fff00000 0x00000000ffffffff 0x0000000000046200"));
        return attributes;
    }

    static Map<String, String> device(String vendor, String device, String classCode) {
        return Map.of("vendor", "0x" + vendor, "device", "0x" + device, "class", "0x" + classCode, "numa_node", "-1",
                "driver_override", "(null)");
    }

    /** A Kunpeng server with virtCCA v3.15, two L20 in groups of their own, everything in place. */
    static FakeRoot kunpeng(Path folder) {
        byte[] image = new byte[4096];
        image[510] = 0x55;
        image[511] = (byte) 0xaa;
        String config = "/opt/kata/share/defaults/kata-containers/configuration-qemu-virtcca.toml";
        FakeRoot root = bare(folder, "aarch64", "6.6.0-98.0.0.103.oe2403sp2.aarch64")
                .file("proc/cmdline",
                        "root=/dev/sda1 virtcca_cvm_host=1 arm_smmu_v3.disable_ecmdq=1 vfio_pci.disable_idle_d3=1\n")
                .file("etc/os-release", "NAME=\"openEuler\"\nVERSION=\"24.03 (LTS-SP2)\"\nID=\"openEuler\"\n"
                        + "VERSION_ID=\"24.03\"\nPRETTY_NAME=\"openEuler 24.03 (LTS-SP2)\"\n")
                .file("boot/config-6.6.0-98.0.0.103.oe2403sp2.aarch64",
                        "CONFIG_VFIO=m\nCONFIG_VFIO_PCI=m\nCONFIG_VFIO_IOMMU_TYPE1=m\n# CONFIG_KEXEC is not set\n"
                                + "CONFIG_HISI_VIRTCCA_HOST=y\nCONFIG_HISI_VIRTCCA_CODA=y\n")
                .command("dmesg", "echo 'kvm [1]: TMM feature0: 0x10'\n"
                        + "echo 'S_SMMU: secure smmu id:0 start init!'\necho 'S_SMMU: secure smmu id:0 init end!'\necho other")
                .command("python3", "echo 1").file("dev/kvm", "").file("dev/vfio/vfio", "")
                .file("dev/vhost-vsock", "").file("sys/class/iommu/smmu3.0x0000000140000000/x", "")
                .file("sys/module/vfio_pci/parameters/disable_idle_d3", "Y\n")
                .file("sys/bus/pci/drivers/vfio-pci/bind", "")
                .file("sys/fs/selinux/enforce", "1")
                .file("proc/sys/fs/inotify/max_user_instances", "16384\n")
                .file("proc/sys/fs/inotify/max_user_watches", "524288\n")
                .file("sys/devices/system/node/node0/cpulist", "0-63\n")
                .file("sys/devices/system/node/node0/meminfo", "Node 0 MemTotal: 9 kB\nNode 0 MemFree: 1024 kB\n")
                .file("etc/environment", "http_proxy=http://alice:s3cret@proxy.example:3128/\nLANG=C\n");
        root.device("0000:3a:00.0", "", device("19e5", "a120", "060400"))
                .device("0000:3b:00.0", "0000:3a:00.0", gpu(L20)).bind("0000:3a:00.0", "pcieport")
                .bind("0000:3b:00.0", "nvidia").device("0000:b8:00.0", "", device("19e5", "a120", "060400"))
                .device("0000:b9:00.0", "0000:b8:00.0", gpu(L20)).bind("0000:b9:00.0", "vfio-pci")
                .group(80, "0000:3a:00.0").group(81, "0000:3b:00.0").group(97, "0000:b9:00.0")
                .file("proc/driver/nvidia/gpus/0000:3b:00.0/information",
                        "Model: \t\t NVIDIA L20\nDevice Minor: \t 0\n");
        root.process("containerd", 0).file("proc/" + root.lastProcess() + "/environ",
                "LANG=C\0PATH=/usr/local/bin:/usr/bin\0SECRET=nobody-may-see\0");
        return root.command("containerd", "echo 'containerd github.com/containerd/containerd v1.7.27 05044ec0'")
                .command("docker",
                        "if [[ $1 == version ]]; then echo 24.0.9; else echo 'Docker version 24.0.9, build 1'; fi")
                .program("opt/kata/bin/containerd-shim-kata-v2", "echo 'containerd-shim-kata-v2: version: 3.15.0'")
                .program("opt/kata/bin/kata-runtime", """
                        case $1 in
                          --version) echo 'kata-runtime  : 3.15.0' ;;
                          --show-default-config-paths) echo /etc/kata-containers/configuration.toml
                            echo /usr/share/defaults/kata-containers/configuration.toml ;;
                        esac""")
                .link("usr/bin/containerd-shim-kata-v2", "../../opt/kata/bin/containerd-shim-kata-v2")
                .link("usr/bin/kata-runtime", "../../opt/kata/bin/kata-runtime")
                .link("etc/kata-containers/configuration.toml", "../.." + config)
                .file(config.substring(1), """
                        # made for the test
                        [hypervisor.qemu]
                        path = "/opt/kata/bin/qemu-system-aarch64-virtcca-experimental"
                        kernel = "/opt/kata/share/kata-containers/vmlinux.container"
                        image = "/opt/kata/share/kata-containers/kata-containers-confidential.img" # partitioned
                        confidential_guest = true   # yes
                        #cold_plug_vfio = "root-port"
                        [agent.kata]
                        dial_timeout = 60
                        """).file("opt/kata/share/kata-containers/vmlinux.container", "MZ")
                .bytes("opt/kata/share/kata-containers/kata-containers-confidential.img", image);
    }
}
