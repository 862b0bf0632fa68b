package org.katagpu.setup.preflight;

import static org.katagpu.setup.preflight.CheckGroup.RESOURCES;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.katagpu.host.HostScan;
import org.katagpu.host.ResourceFacts.Disk;
import org.katagpu.setup.Finding;
import org.katagpu.setup.image.ImageDiskSpace;

/** Room on disk, memory, and the kernel's limits. */
final class ResourceChecks {
    private static final long GIB = 1L << 30;
    private static final String DOCKER = "/var/lib/docker";
    private static final String CONTAINERD = "/var/lib/containerd";
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
                        (scan, verdict) -> disk(scan, verdict, DOCKER, build(scan, ImageDiskSpace.BUILD.docker()))),
                HostCheck.of("disk-containerd", RESOURCES, "resources",
                        (scan, verdict) -> disk(scan, verdict, CONTAINERD,
                                build(scan, ImageDiskSpace.BUILD.containerd()))),
                HostCheck.of("disk-work", RESOURCES, "resources",
                        (scan, verdict) -> disk(scan, verdict, "/var/lib/katagpu", WORK_NEEDS)),
                HostCheck.of("memory", RESOURCES, "resources", ResourceChecks::memory),
                HostCheck.of("inotify", RESOURCES, "resources", ResourceChecks::inotify));
    }

    /** What the model image's build takes of one folder; of one disk for both folders, all of it. */
    private static long build(HostScan scan, long alone) {
        Optional<String> docker = scan.resources().at(DOCKER).map(Disk::mount);
        boolean shared = docker.isPresent() && docker.equals(scan.resources().at(CONTAINERD).map(Disk::mount));
        return shared ? ImageDiskSpace.BUILD.total() : alone;
    }

    /** The need is an estimate, so it warns; a disk that is full is none. */
    private static Finding disk(HostScan scan, FindingBuilder verdict, String path, long need) {
        OptionalLong free = scan.resources().freeAt(path);
        if (free.isEmpty()) {
            return scan.resources().silent().isEmpty()
                    ? verdict.unknown("untold", "")
                    : verdict.unknown("timeout", "df " + String.join(" ", scan.resources().silent()));
        }
        String evidence = path + ": " + gib(free.getAsLong());
        if (free.getAsLong() >= need) {
            return verdict.pass(evidence, gib(free.getAsLong()), path);
        }
        return free.getAsLong() >= GIB
                ? verdict.warn(evidence, gib(free.getAsLong()), path, gib(need))
                : verdict.fail(evidence, gib(free.getAsLong()), path, gib(need));
    }

    private static Finding memory(HostScan scan, FindingBuilder verdict) {
        return verdict.on(scan.resources().memory(), memory -> {
            String evidence = "MemTotal %s, MemAvailable %s, HugePages_Total %d".formatted(gib(memory.total()),
                    gib(memory.available()), memory.hugePages());
            return memory.available() >= MEMORY_NEEDS
                    ? verdict.pass(evidence, gib(memory.available()))
                    : verdict.warn(evidence, gib(memory.available()), gib(MEMORY_NEEDS));
        });
    }

    private static Finding inotify(HostScan scan, FindingBuilder verdict) {
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
