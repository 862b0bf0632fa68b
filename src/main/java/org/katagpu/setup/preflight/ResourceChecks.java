package org.katagpu.setup.preflight;

import static org.katagpu.setup.preflight.CheckGroup.RESOURCES;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.katagpu.host.HostScan;
import org.katagpu.setup.Finding;

/** Room on disk, memory, and the kernel's limits. */
final class ResourceChecks {
    private static final long GIB = 1L << 30;
    /** An image of 20 to 30 GB lies in Docker's layers, as an archive, in containerd's store and unpacked. */
    private static final long DOCKER_NEEDS = 40 * GIB;
    private static final long CONTAINERD_NEEDS = 80 * GIB;
    /** Copies of the guest image, the archive of the model image. */
    private static final long WORK_NEEDS = 60 * GIB;
    private static final long MEMORY_NEEDS = 48 * GIB;
    /** virtCCA's FAQ for "too many open files". */
    private static final Map<String, Long> INOTIFY = Map.of("max_user_instances", 16_384L, "max_user_watches",
            524_288L);

    private ResourceChecks() {}

    static List<HostCheck> all() {
        return List.of(
                HostCheck.of("disk-docker", RESOURCES, "resources",
                        (scan, verdict) -> disk(scan, verdict, "/var/lib/docker", DOCKER_NEEDS)),
                HostCheck.of("disk-containerd", RESOURCES, "resources",
                        (scan, verdict) -> disk(scan, verdict, "/var/lib/containerd", CONTAINERD_NEEDS)),
                HostCheck.of("disk-work", RESOURCES, "resources",
                        (scan, verdict) -> disk(scan, verdict, "/var/lib/katagpu", WORK_NEEDS)),
                HostCheck.of("memory", RESOURCES, "resources", ResourceChecks::memory),
                HostCheck.of("inotify", RESOURCES, "resources", ResourceChecks::inotify));
    }

    /** Fails below a tenth of the need: nothing useful fits then. */
    private static Finding disk(HostScan scan, Verdict verdict, String path, long need) {
        OptionalLong free = scan.resources().freeAt(path);
        if (free.isEmpty()) {
            return verdict.unknown("untold", "");
        }
        String evidence = path + ": " + gib(free.getAsLong());
        if (free.getAsLong() >= need) {
            return verdict.pass(evidence, gib(free.getAsLong()), path);
        }
        return free.getAsLong() >= need / 10
                ? verdict.warn(evidence, gib(free.getAsLong()), path, gib(need))
                : verdict.fail(evidence, gib(free.getAsLong()), path, gib(need));
    }

    private static Finding memory(HostScan scan, Verdict verdict) {
        return verdict.on(scan.resources().memory(), memory -> {
            String evidence = "MemTotal %s, MemAvailable %s, HugePages_Total %d".formatted(gib(memory.total()),
                    gib(memory.available()), memory.hugePages());
            return memory.available() >= MEMORY_NEEDS
                    ? verdict.pass(evidence, gib(memory.available()))
                    : verdict.warn(evidence, gib(memory.available()), gib(MEMORY_NEEDS));
        });
    }

    private static Finding inotify(HostScan scan, Verdict verdict) {
        Map<String, Long> limits = scan.resources().inotify();
        if (limits.isEmpty()) {
            return verdict.unknown("untold", "");
        }
        String evidence = String.join("\n", INOTIFY.keySet().stream().sorted()
                .map(name -> "fs.inotify." + name + " = " + limits.getOrDefault(name, 0L)).toList());
        boolean enough = INOTIFY.entrySet().stream()
                .allMatch(wanted -> limits.getOrDefault(wanted.getKey(), 0L) >= wanted.getValue());
        return enough ? verdict.pass(evidence) : verdict.warn(evidence);
    }

    private static String gib(long bytes) {
        return bytes / GIB + " GiB";
    }
}
