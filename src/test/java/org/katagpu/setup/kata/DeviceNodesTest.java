package org.katagpu.setup.kata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.katagpu.kataconf.schema.KataVersion;
import org.katagpu.setup.SetupText;

/** Runtime, version, confidential or not, and what nodes the host has: the node that is handed over, by rule and script. */
class DeviceNodesTest {
    private static final String BDF = "0000:3b:00.0";

    /** The first four columns of each row are one cell of the matrix; both: group node and the device's own. */
    @ParameterizedTest
    @CsvSource({"Golang,CC-0.8.0,no,group,81", "Golang,CC-0.8.0,no,both,81", "Golang,CC-0.8.0,no,cdev,-",
        "Golang,CC-0.8.0,yes,group,81", "Golang,CC-0.8.0,yes,both,81", "Golang,CC-0.8.0,yes,cdev,-",
        "Golang,3.15.0,no,group,81", "Golang,3.15.0,no,both,81", "Golang,3.15.0,no,cdev,devices/vfio3",
        "Golang,3.15.0,yes,group,81", "Golang,3.15.0,yes,both,81", "Golang,3.15.0,yes,cdev,devices/vfio3",
        "Golang,3.25.0,yes,group,81", "Golang,3.25.0,yes,both,81",
        "Golang,3.26.0,no,group,81", "Golang,3.26.0,no,both,81", "Golang,3.26.0,no,cdev,devices/vfio3",
        "Golang,3.26.0,yes,group,-", "Golang,3.26.0,yes,both,devices/vfio3", "Golang,3.26.0,yes,cdev,devices/vfio3",
        "Golang,3.31.0,yes,group,-", "Golang,3.31.0,yes,both,devices/vfio3",
        "Golang,4.1.0,no,group,81", "Golang,4.1.0,no,both,81", "Golang,4.1.0,yes,group,-",
        "Golang,4.1.0,yes,both,devices/vfio3", "Golang,4.1.0,yes,cdev,devices/vfio3",
        "Rust,3.32.0,no,both,-", "Rust,4.0.0,no,group,-", "Rust,4.0.0,no,both,devices/vfio3",
        "Rust,4.1.0,no,group,-", "Rust,4.1.0,no,both,devices/vfio3", "Rust,4.1.0,no,cdev,devices/vfio3",
        "Rust,4.1.0,yes,group,-", "Rust,4.1.0,yes,both,devices/vfio3", "Rust,4.1.0,yes,uncontrolled,-"})
    void theNodeOfEachCell(String runtime, String version, String confidential, String nodes, String expected,
            @TempDir Path root) throws Exception {
        KataVersion kata = KataVersion.parse("Kata Containers containerd shim (" + runtime + "): version: " + version)
                .orElseThrow();
        DeviceNodes wanted = DeviceNodes.of(kata, confidential.equals("yes"));
        assertThat(picked(host(root, nodes), wanted)).isEqualTo(expected);
    }

    private static Path host(Path root, String nodes) throws IOException {
        Path device = Files.createDirectories(root.resolve("sys/bus/pci/devices/" + BDF));
        Files.createDirectories(root.resolve("sys/kernel/iommu_groups/81"));
        Files.createSymbolicLink(device.resolve("iommu_group"), Path.of("../../../../kernel/iommu_groups/81"));
        Files.createDirectories(root.resolve("dev/vfio/devices"));
        if (!nodes.equals("cdev")) {
            Files.createFile(root.resolve("dev/vfio/81"));
        }
        if (!nodes.equals("group")) {
            Files.createDirectories(device.resolve("vfio-dev/vfio3"));
            Files.createFile(root.resolve("dev/vfio/devices/vfio3"));
            if (!nodes.equals("uncontrolled")) {
                Files.createFile(root.resolve("dev/iommu"));
            }
        }
        return root;
    }

    private static String picked(Path root, DeviceNodes wanted) throws Exception {
        StringBuilder script = new StringBuilder(
                "set -Eeuo pipefail\nexport LC_ALL=C\nNODES='" + wanted.words() + "'\n");
        for (String part : List.of("lib/control.sh", "lib/bounded.sh", "lib/sysfs.sh", "lib/pci.sh",
                "lib/vfio-node.sh")) {
            script.append(SetupText.of(part)).append('\n');
        }
        script.append("kg_vfio_node ").append(BDF).append(" && printf %s \"$REPLY\" || printf -- -\n");
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", script.toString()).redirectErrorStream(true);
        bash.environment().put("KATAGPU_ROOT", root.toString());
        bash.environment().put("KATAGPU_NONCE", "n");
        Process process = bash.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
