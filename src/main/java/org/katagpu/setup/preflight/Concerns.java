package org.katagpu.setup.preflight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.katagpu.host.HostScan;
import org.katagpu.setup.Finding.Status;
import org.katagpu.setup.preflight.Concern.Kind;

/** Sorts what did not pass by what puts it right. */
public final class Concerns {
    private static final List<Status> GRAVITY = List.of(Status.FAIL, Status.WARN, Status.UNKNOWN, Status.PASS);
    private static final Comparator<Judged> GRAVEST_FIRST = Comparator
            .comparingInt(one -> GRAVITY.indexOf(one.finding().status()));
    /** Found this, a parameter at boot mends it. */
    private static final Map<String, String> PARAMETERS = Map.of("check.cmdline-virtcca.fail", "virtcca_cvm_host=1",
            "check.cmdline-ecmdq.fail", "arm_smmu_v3.disable_ecmdq=1", "check.idle-d3.warn",
            "vfio_pci.disable_idle_d3=1", "check.idle-d3.warn.loaded", "vfio_pci.disable_idle_d3=1");
    private static final Map<String, String> MODULES = Map.of("check.dev-vsock.fail", "vhost_vsock",
            "check.vfio-node.fail.module", "iommufd");
    private static final List<String> KERNEL = List.of("check.kernel.warn", "check.page-size.fail",
            "check.kernel-virtcca.fail", "check.kernel-vfio.fail");

    private Concerns() {}

    /** All that did not pass, the gravest first. */
    public static List<Concern> of(HostScan scan, List<Judged> judged) {
        List<Judged> open = judged.stream().filter(one -> !one.passed()).toList();
        Map<Judged, Judged> causes = causes(open);
        Map<String, List<Judged>> together = new LinkedHashMap<>();
        open.stream().filter(one -> !causes.containsKey(one)).sorted(GRAVEST_FIRST)
                .forEach(one -> together.computeIfAbsent(key(one), any -> new ArrayList<>()).add(one));
        return together.values().stream()
                .map(group -> concern(scan, group).with(causes.entrySet().stream()
                        .filter(one -> group.contains(one.getValue())).map(Map.Entry::getKey).sorted(GRAVEST_FIRST)
                        .toList()))
                .toList();
    }

    /** What follows, with the first cause that nothing else explains. */
    private static Map<Judged, Judged> causes(List<Judged> open) {
        Map<Judged, Judged> causes = new LinkedHashMap<>();
        for (Judged one : open) {
            Optional<Judged> cause = open.stream().filter(other -> Consequences.of(other, one)).findFirst();
            cause.ifPresent(found -> causes.put(one, found));
        }
        causes.replaceAll((one, cause) -> causes.getOrDefault(cause, cause));
        return causes;
    }

    private static Kind kind(Judged one) {
        String key = one.finding().what().key();
        if (PARAMETERS.containsKey(key)) {
            return Kind.PARAMETERS;
        } else if (MODULES.containsKey(key)) {
            return Kind.MODULES;
        } else if (KERNEL.contains(key)) {
            return Kind.KERNEL;
        } else if (one.finding().status() == Status.UNKNOWN) {
            return Kind.UNREAD;
        } else if (one.check().group() == CheckGroup.TOOLS) {
            return Kind.PACKAGES;
        } else if (one.check().id().startsWith("disk-")) {
            return Kind.ROOM;
        }
        return one.check().id().startsWith("advisory-") ? Kind.UPDATES : Kind.ALONE;
    }

    /** What two findings share that one act mends. */
    private static String key(Judged one) {
        Kind kind = kind(one);
        return switch (kind) {
            case ALONE -> one.check().id();
            case UNREAD -> kind + one.finding().next().key();
            default -> kind.name();
        };
    }

    private static Concern concern(HostScan scan, List<Judged> group) {
        Kind kind = kind(group.getFirst());
        List<String> keys = group.stream().map(one -> one.finding().what().key()).toList();
        String copied = switch (kind) {
            case PARAMETERS -> keys.stream().map(PARAMETERS::get).filter(Objects::nonNull).distinct()
                    .collect(Collectors.joining(" "));
            case MODULES -> keys.stream().map(MODULES::get).filter(Objects::nonNull)
                    .collect(Collectors.joining(" ", "modprobe -a ", ""));
            case PACKAGES -> ToolChecks.command(scan, group.stream().map(one -> one.check().id()).toList()).orElse("");
            default -> "";
        };
        return new Concern(group.size() == 1 ? Kind.ALONE : kind, group, List.of(), copied);
    }
}
