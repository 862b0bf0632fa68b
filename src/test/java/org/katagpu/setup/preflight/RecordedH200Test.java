package org.katagpu.setup.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.host.Gpu;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.host.Obstacle;
import org.katagpu.host.PciAddress;
import org.katagpu.host.Selection;
import org.katagpu.message.Messages;
import org.katagpu.setup.Finding.Status;

/** A virtual machine with an H200 as it was recorded: x86, no IOMMU, all on the root bus, unknown to its pci.ids. */
class RecordedH200Test {
    private static final String GPU = "0000:00:06.0";

    @TempDir
    Path folder;

    private FakeRoot recorded() {
        FakeRoot root = FakeHosts.bare(folder, "x86_64", "6.18.44-fc-v657-gpu").file("etc/os-release",
                "PRETTY_NAME=\"Ubuntu 24.04.3 LTS\"\nNAME=\"Ubuntu\"\nVERSION_ID=\"24.04\"\n"
                        + "VERSION=\"24.04.3 LTS (Noble Numbat)\"\nID=ubuntu\n");
        root.device("0000:00:00.0", "", FakeHosts.device("8086", "0d57", "060000"));
        List.of("0000:00:01.0 1042 018000", "0000:00:02.0 1042 018000", "0000:00:03.0 1041 020000",
                "0000:00:04.0 1053 ffff00", "0000:00:05.0 1044 ffff00").forEach(line -> {
                    String[] part = line.split(" ");
                    root.device(part[0], "", FakeHosts.device("1af4", part[1], part[2])).bind(part[0], "virtio-pci");
                });
        return root.device(GPU, "", Map.ofEntries(Map.entry("vendor", "0x10de"), Map.entry("device", "0x2335"),
                Map.entry("subsystem_vendor", "0x10de"), Map.entry("subsystem_device", "0x18bf"),
                Map.entry("class", "0x030200"), Map.entry("revision", "0xa1"), Map.entry("numa_node", "-1"),
                Map.entry("current_link_speed", "32.0 GT/s PCIe"), Map.entry("current_link_width", "16"),
                Map.entry("max_link_speed", "32.0 GT/s PCIe"), Map.entry("max_link_width", "16"),
                Map.entry("driver_override", "(null)"), Map.entry("reset_method", "flr"),
                Map.entry("resource", """
                        0x0000104002000000 0x0000104002ffffff 0x000000000014220c
                        0x0000000000000000 0x0000000000000000 0x0000000000000000
                        0x0000100000000000 0x0000103fffffffff 0x000000000014220c
                        0x0000000000000000 0x0000000000000000 0x0000000000000000
                        0x0000104000000000 0x0000104001ffffff 0x000000000014220c
                        0x0000000000000000 0x0000000000000000 0x0000000000000000
                        0x0000000000000000 0x0000000000000000 0x0000000000000000"""))).bind(GPU, "nvidia");
    }

    @Test
    void isNamedAndExplained() throws Exception {
        HostScan scan = new HostScanner(NvidiaModels.bundled(), InstantSource.system())
                .scan(new FakeRootHost(recorded()));
        Gpu gpu = scan.gpus().at(PciAddress.of(GPU)).orElseThrow();
        assertThat(gpu.name()).isEqualTo("NVIDIA H200");
        assertThat(new Messages(Locale.ENGLISH).get(gpu.memory().text())).isEqualTo("141 GB as sold (BAR 256 GiB)");
        assertThat(gpu.function().link()).hasToString("32.0 GT/s ×16");
        assertThat(gpu.function().driver()).contains("nvidia");
        assertThat(gpu.function().numaNode()).isEmpty();
        Selection selection = scan.select(List.of(gpu.address()));
        assertThat(selection.obstacles()).extracting(Obstacle::kind).contains(Obstacle.Kind.NO_IOMMU_GROUP)
                .doesNotContain(Obstacle.Kind.NO_ROOT_PORT);
        assertThat(selection.blocked()).isTrue();
        assertThat(HostChecks.judge(scan)).filteredOn(finding -> finding.what().key().equals("check.not-arm"))
                .extracting(finding -> finding.id())
                .containsExactly("tmm", "kernel-virtcca", "cmdline-virtcca", "secure-smmu", "cmdline-ecmdq");
        assertThat(HostChecks.named("architecture").orElseThrow().on(scan).status()).isEqualTo(Status.FAIL);
        assertThat(HostChecks.named("gpus").orElseThrow().on(scan).evidence())
                .isEqualTo("0000:00:06.0  NVIDIA H200 [10de:2335]");
    }
}
