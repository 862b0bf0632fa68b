package org.katagpu.setup.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.host.FactJson;
import org.katagpu.host.HostScan;
import org.katagpu.host.NvidiaModels;
import org.katagpu.message.Messages;

class HostReportTest {
    @TempDir
    Path folder;

    @Test
    void holdsEveryCheckItsEvidenceAndTheGpus() throws Exception {
        FakeRoot root = FakeHosts.kunpeng(folder).process("python3", 1000, "/dev/nvidia0");
        HostScan scan = new HostScanner(NvidiaModels.bundled(), InstantSource.system()).scan(new FakeRootHost(root));
        String text = new HostReport(new Messages(Locale.ENGLISH)).text("admin@gpu-host-01", scan);
        assertThat(text).startsWith(
                "Host check of admin@gpu-host-01\n\nHost\n  [pass] Architecture: ARM64, as virtCCA needs.\n        | aarch64\n")
                .contains("  [warn] SELinux: SELinux enforces its policy: starting the virtual machine may be denied.\n"
                        + "        | enforcing\n        → Go on;")
                .contains(
                        "0000:3b:00.0  NVIDIA L20 [10de:26ba]  48 GB as sold (BAR 64 GiB)  driver nvidia, IOMMU group 81, "
                                + "root port 0000:3a:00.0  python3(" + root.lastProcess() + ")")
                .doesNotContain("s3cret").doesNotContain("{");
        HostChecks.all().forEach(
                check -> assertThat(text).contains("] " + new Messages(Locale.ENGLISH).get(check.title()) + ": "));
        assertThat(new HostReport(new Messages(Locale.SIMPLIFIED_CHINESE)).text("admin@gpu-host-01", scan))
                .contains("[通过] 体系结构: ARM64，符合 virtCCA 的要求。");
    }

    @Test
    void saysWhenThereIsNoGpu() {
        assertThat(new HostReport(new Messages(Locale.ENGLISH)).text("h", FactJson.scan()))
                .contains("NVIDIA GPUs\n  none found\n");
    }
}
