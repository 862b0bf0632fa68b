package org.katagpu.setup.preflight;

import static org.katagpu.setup.preflight.CheckGroup.VIRTUALISATION;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.katagpu.host.HostScan;
import org.katagpu.host.KernelParameters;
import org.katagpu.host.Reading;
import org.katagpu.setup.Finding;

/** KVM, and virtCCA's trust: TMM in the firmware, its support in the kernel. */
final class VirtualisationChecks {
    private static final String TMM_SAYS = "TMM feature0:";

    private VirtualisationChecks() {}

    static List<HostCheck> all() {
        return List.of(
                new HostCheck("tmm", VIRTUALISATION, Set.of("virt", "kernel", "host"),
                        onArm(VirtualisationChecks::tmm)),
                new HostCheck("kernel-virtcca", VIRTUALISATION, Set.of("kernel", "host"),
                        onArm(VirtualisationChecks::kernelOptions)),
                new HostCheck("cmdline-virtcca", VIRTUALISATION, Set.of("kernel", "host"),
                        onArm((scan, verdict) -> commandLine(scan, verdict, "virtcca_cvm_host=1"))),
                HostCheck.of("dev-kvm", VIRTUALISATION, "virt", (scan, verdict) -> node(scan, verdict, "/dev/kvm")),
                HostCheck.of("dev-vsock", VIRTUALISATION, "virt",
                        (scan, verdict) -> node(scan, verdict, "/dev/vhost-vsock")));
    }

    /** A check of virtCCA: on another architecture it says so at once. */
    static BiFunction<HostScan, FindingBuilder, Finding> onArm(BiFunction<HostScan, FindingBuilder, Finding> judge) {
        return (scan, verdict) -> scan.system().architecture().value().filter(arch -> !arch.equals("aarch64"))
                .map(verdict::notArm).orElseGet(() -> judge.apply(scan, verdict));
    }

    /** KVM's own answer counts; the firmware's message at boot is the next best evidence. */
    private static Finding tmm(HostScan scan, FindingBuilder verdict) {
        Reading<Integer> capability = scan.virt().tmmCapability();
        List<String> said = scan.kernel().messages().value().orElse(List.of()).stream()
                .filter(line -> line.contains(TMM_SAYS)).toList();
        String evidence = Stream
                .concat(capability.value().map(value -> "KVM_CHECK_EXTENSION(300) = " + value).stream(), said.stream())
                .collect(Collectors.joining("\n"));
        return switch (capability) {
            case Reading.Known<Integer>(Integer value) when value > 0 -> verdict.pass(evidence);
            case Reading.Known<Integer> answered when said.isEmpty() -> verdict.fail(evidence);
            case Reading.Known<Integer> answered -> verdict.failOf("kvm", evidence);
            case Reading.Unknown<Integer> unknown when !said.isEmpty() -> verdict.warn(evidence);
            case Reading.Unknown<Integer>(String reason, String detail) -> verdict.unknown(reason, detail);
        };
    }

    private static Finding kernelOptions(HostScan scan, FindingBuilder verdict) {
        return options(scan, verdict, List.of("CONFIG_HISI_VIRTCCA_HOST", "CONFIG_HISI_VIRTCCA_CODA"));
    }

    /** Whether the running kernel was built with all of these, built in or as modules. */
    static Finding options(HostScan scan, FindingBuilder verdict, List<String> wanted) {
        return verdict.on(scan.kernel().options(), options -> {
            String missing = wanted.stream().filter(option -> !set(options, option)).collect(Collectors.joining(", "));
            String evidence = wanted.stream().map(option -> option + "=" + options.getOrDefault(option, "n"))
                    .collect(Collectors.joining("\n"));
            return missing.isEmpty() ? verdict.pass(evidence) : verdict.fail(evidence, missing);
        });
    }

    private static boolean set(Map<String, String> options, String option) {
        String value = options.getOrDefault(option, "n");
        return value.equals("y") || value.equals("m");
    }

    static Finding commandLine(HostScan scan, FindingBuilder verdict, String wanted) {
        return verdict.on(scan.kernel().commandLine(),
                line -> KernelParameters.on(line, wanted.substring(0, wanted.indexOf('=')))
                        ? verdict.pass(wanted, wanted)
                        : verdict.fail(line, wanted));
    }

    static Finding node(HostScan scan, FindingBuilder verdict, String node) {
        Boolean exists = scan.virt().nodes().get(node);
        if (exists == null) {
            return verdict.unknown("untold", "");
        }
        return exists ? verdict.pass(node) : verdict.fail("");
    }
}
