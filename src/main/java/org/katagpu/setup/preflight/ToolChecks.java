package org.katagpu.setup.preflight;

import static org.katagpu.setup.preflight.CheckGroup.TOOLS;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.katagpu.host.HostScan;
import org.katagpu.setup.Finding;

/** The programs the stages call, by the stage that needs them. */
final class ToolChecks {
    private ToolChecks() {}

    static List<HostCheck> all() {
        return List.of(
                tools("tools-jobs", List.of("bash", "timeout", "flock", "setsid", "sha256sum", "find", "grep", "sed",
                        "awk"), List.of()),
                tools("tools-image", List.of("losetup", "mount", "umount", "blkid", "e2fsck", "resize2fs", "truncate",
                        "sfdisk", "chroot", "tar", "depmod", "dnf"), List.of("findmnt", "fuser", "qemu-img", "curl")),
                tools("tools-build", List.of("docker", "ctr"), List.of("git", "curl")),
                tools("tools-network", List.of("ip", "iptables"), List.of("cnitool", "curl")));
    }

    /** @param required the stage cannot run without @param useful the stage has another way, or can fetch them */
    private static HostCheck tools(String id, List<String> required, List<String> useful) {
        return HostCheck.of(id, TOOLS, "tools", (scan, verdict) -> judge(scan, verdict, required, useful));
    }

    private static Finding judge(HostScan scan, Verdict verdict, List<String> required, List<String> useful) {
        return verdict.on(scan.tools(), paths -> {
            String missing = missing(paths, required);
            if (!missing.isEmpty()) {
                return verdict.fail(missing, missing);
            }
            String wished = missing(paths, useful);
            String evidence = required.stream().map(paths::get).collect(Collectors.joining("\n"));
            return wished.isEmpty() ? verdict.pass(evidence) : verdict.warn(wished, wished);
        });
    }

    private static String missing(Map<String, String> paths, List<String> tools) {
        return tools.stream().filter(tool -> paths.getOrDefault(tool, "").isEmpty()).collect(Collectors.joining(", "));
    }
}
