package org.katagpu.setup.preflight;

import static org.katagpu.setup.preflight.CheckGroup.IOMMU;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.katagpu.host.Gpu;
import org.katagpu.host.GpuModel;
import org.katagpu.host.HostScan;
import org.katagpu.host.KernelParameters;
import org.katagpu.host.Reading;
import org.katagpu.setup.Finding;

/** Whether devices can be handed over: the IOMMU, VFIO, the secure SMMU, and the GPUs themselves. */
final class IommuChecks {
    private static final String IDLE_D3 = "vfio_pci.disable_idle_d3=1";
    private static final String IDLE_D3_PARAMETER = "vfio_pci/parameters/disable_idle_d3";
    private static final List<String> SMMU_BAD = List.of("does not implement secure state",
            "secure stage2 translation not supported", "dev protected failed", "failed to delegate device to secure");

    private IommuChecks() {}

    static List<HostCheck> all() {
        return List.of(new HostCheck("iommu", IOMMU, Set.of("virt", "host"), IommuChecks::iommu),
                new HostCheck("secure-smmu", IOMMU, Set.of("kernel", "host"),
                        VirtualisationChecks.onArm(IommuChecks::secureSmmu)),
                new HostCheck("cmdline-ecmdq", IOMMU, Set.of("kernel", "host"),
                        VirtualisationChecks.onArm((scan, verdict) -> VirtualisationChecks.commandLine(scan, verdict,
                                "arm_smmu_v3.disable_ecmdq=1"))),
                HostCheck.of("idle-d3", IOMMU, "kernel", IommuChecks::idleD3),
                HostCheck.of("kernel-vfio", IOMMU, "kernel",
                        (scan, verdict) -> VirtualisationChecks.options(scan, verdict,
                                List.of("CONFIG_VFIO", "CONFIG_VFIO_IOMMU_TYPE1", "CONFIG_VFIO_PCI"))),
                HostCheck.of("dev-vfio", IOMMU, "virt", IommuChecks::vfioNode),
                HostCheck.of("gpus", IOMMU, "pci", IommuChecks::gpus));
    }

    private static Finding iommu(HostScan scan, FindingBuilder verdict) {
        return verdict.on(scan.virt().iommus(), found -> {
            String evidence = "/sys/class/iommu: " + String.join(" ", found.names()) + "\n/sys/kernel/iommu_groups: "
                    + found.groups();
            if (found.groups() == 0 && scan.system().arm64() && found.smmu()) {
                return verdict.passOf("late", evidence);
            }
            if (found.groups() == 0) {
                return scan.system().arm64() ? verdict.fail(evidence) : verdict.failOf("other", evidence);
            }
            return scan.system().arm64() && !found.smmu()
                    ? verdict.warn(evidence, String.valueOf(found.groups()))
                    : verdict.pass(evidence, String.valueOf(found.groups()));
        });
    }

    private static Finding secureSmmu(HostScan scan, FindingBuilder verdict) {
        return verdict.on(scan.kernel().messages(), lines -> {
            List<String> bad = lines.stream().filter(line -> SMMU_BAD.stream().anyMatch(line::contains)).toList();
            if (!bad.isEmpty()) {
                return verdict.fail(String.join("\n", bad));
            }
            List<String> good = lines.stream()
                    .filter(line -> line.contains("secure smmu id:") && line.contains("init end")).toList();
            return good.isEmpty()
                    ? verdict.warn("")
                    : verdict.pass(String.join("\n", good), String.valueOf(good.size()));
        });
    }

    /** The loaded module's parameter is the truth; the command line counts while it is not loaded. */
    private static Finding idleD3(HostScan scan, FindingBuilder verdict) {
        String loaded = scan.kernel().parameters().get(IDLE_D3_PARAMETER);
        if (loaded != null) {
            String evidence = IDLE_D3_PARAMETER + " = " + loaded;
            return KernelParameters.isTrue(loaded)
                    ? verdict.pass(evidence)
                    : verdict.warnOf("loaded", evidence);
        }
        String options = scan.kernel().parameters().getOrDefault("options/vfio_pci", "");
        return verdict.on(scan.kernel().commandLine(), line -> {
            if (KernelParameters.on(line, "vfio_pci.disable_idle_d3")) {
                return verdict.pass(IDLE_D3);
            }
            return KernelParameters.on(options, "disable_idle_d3")
                    ? verdict.pass("/etc/modprobe.d: options vfio_pci " + options)
                    : verdict.warn(line);
        });
    }

    private static Finding vfioNode(HostScan scan, FindingBuilder verdict) {
        Boolean node = scan.virt().nodes().get("/dev/vfio/vfio");
        if (node == null) {
            return verdict.unknown("untold", "");
        }
        boolean loaded = scan.virt().vfioLoaded() instanceof Reading.Known<Boolean>(Boolean yes) && yes;
        if (node && loaded) {
            return verdict.pass("/dev/vfio/vfio");
        }
        return verdict.warn("");
    }

    private static Finding gpus(HostScan scan, FindingBuilder verdict) {
        if (!scan.facts().completed().contains("pci") || scan.topology().functions().isEmpty()) {
            return verdict.unknown("untold", "");
        }
        List<Gpu> gpus = scan.gpus().all();
        String evidence = gpus.stream().map(gpu -> gpu.address() + "  " + gpu.name() + " [" + gpu.function().id() + "]")
                .collect(Collectors.joining("\n"));
        if (gpus.isEmpty()) {
            return verdict.fail("");
        }
        String count = String.valueOf(gpus.size());
        boolean allTried = gpus.stream()
                .allMatch(gpu -> gpu.model().map(GpuModel::verifiedWithVirtcca).orElse(false));
        return allTried ? verdict.pass(evidence, count) : verdict.warn(evidence, count);
    }
}
