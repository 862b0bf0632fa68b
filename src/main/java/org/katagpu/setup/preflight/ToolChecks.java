package org.katagpu.setup.preflight;

import static org.katagpu.setup.preflight.CheckGroup.TOOLS;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.katagpu.host.HostScan;
import org.katagpu.message.Text;
import org.katagpu.setup.Finding;

/** The programs the stages call, by the stage that needs them. */
final class ToolChecks {
    /**
     * @param required the stage cannot run without
     * @param useful some hosts need them, the stage has another way, or it can fetch them
     */
    private record Needs(String check, List<String> required, List<String> useful) {}

    private static final List<Needs> NEEDS = List.of(
            new Needs("tools-jobs", List.of("bash", "timeout", "flock", "setsid", "sha256sum", "find", "grep", "sed",
                    "awk"), List.of()),
            // sfdisk only for an image with partitions: the stage says so where it has met one.
            new Needs("tools-image", List.of("losetup", "mount", "umount", "blkid", "e2fsck", "resize2fs", "truncate",
                    "chroot", "tar", "depmod", "dnf"), List.of("sfdisk", "findmnt", "fuser", "qemu-img", "curl")),
            new Needs("tools-build", List.of("docker", "ctr"), List.of("git", "curl")),
            new Needs("tools-network", List.of("ip", "iptables"), List.of("cnitool", "curl")));

    private ToolChecks() {}

    static List<HostCheck> all() {
        return NEEDS.stream().map(one -> new HostCheck(one.check(), TOOLS, Set.of("tools", "host"),
                (scan, verdict) -> judge(scan, verdict, one.required(), one.useful()))).toList();
    }

    /** The command that installs all that these checks miss, in the host's own package manager; empty: not known. */
    static Optional<String> command(HostScan scan, List<String> checks) {
        List<String> wanted = NEEDS.stream().filter(one -> checks.contains(one.check()))
                .flatMap(one -> Stream.concat(one.required().stream(), one.useful().stream())).distinct().toList();
        return scan.tools().value().map(paths -> missing(paths, wanted)).flatMap(missing -> scan.system().os().value()
                .flatMap(Packages::of).flatMap(manager -> manager.install(missing)));
    }

    private static Finding judge(HostScan scan, FindingBuilder verdict, List<String> required, List<String> useful) {
        return verdict.on(scan.tools(), paths -> {
            List<String> missing = missing(paths, required);
            if (!missing.isEmpty()) {
                return verdict.fail(list(missing), list(missing), install(scan, missing));
            }
            List<String> wished = missing(paths, useful);
            String evidence = required.stream().map(paths::get).collect(Collectors.joining("\n"));
            return wished.isEmpty()
                    ? verdict.pass(evidence)
                    : verdict.warn(list(wished), list(wished), install(scan, wished));
        });
    }

    private static List<String> missing(Map<String, String> paths, List<String> tools) {
        return tools.stream().filter(tool -> paths.getOrDefault(tool, "").isEmpty()).toList();
    }

    private static String list(List<String> tools) {
        return String.join(", ", tools);
    }

    /** The command in the host's own package manager. */
    private static Text install(HostScan scan, List<String> tools) {
        return scan.system().os().value().flatMap(Packages::of).flatMap(manager -> manager.install(tools))
                .map(command -> Text.of("check.install", command)).orElseGet(() -> Text.of("check.install.unknown"));
    }
}
