package org.katagpu.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Disk, memory and limits.
 *
 * @param disks the folders the stages write to that exist
 * @param silent those of them whose disk did not answer: a network mount whose server is gone
 * @param memory the kernel's figures of it
 * @param numaNodes CPUs and free memory of each
 * @param inotify {@code max_user_instances}, {@code max_user_watches}
 */
public record ResourceFacts(List<Disk> disks, List<String> silent, Reading<Memory> memory, List<NumaNode> numaNodes,
        Map<String, Long> inotify) {
    /** Sizes in bytes. @param mount the mount point it is on: two folders there share the space */
    public record Disk(String path, long free, long size, String mount) {}

    /** Sizes in bytes; huge pages as a count of pages. */
    public record Memory(long total, long available, long hugePages, long hugePageSize) {}

    /** @param free in bytes */
    public record NumaNode(int number, String cpus, long free) {}

    static ResourceFacts of(Facts facts) {
        Map<String, Long> inotify = new HashMap<>();
        facts.all("resources.inotify")
                .forEach(fact -> inotify.put(fact.path("name").asText(), Facts.count(fact.path("value"))));
        return new ResourceFacts(
                facts.all("resources.disk").stream().filter(fact -> !fact.has("unknown"))
                        .map(fact -> new Disk(fact.path("path").asText(), Facts.count(fact.path("free")),
                                Facts.count(fact.path("size")), fact.path("mount").asText()))
                        .toList(),
                facts.all("resources.disk").stream().filter(fact -> fact.has("unknown"))
                        .map(fact -> fact.path("path").asText()).toList(),
                facts.one("resources.memory").map(fact -> memory(fact.path("values"))),
                facts.all("resources.numa").stream().map(fact -> new NumaNode(fact.path("node").asInt(),
                        fact.path("cpus").asText(), Facts.count(fact.path("free")))).toList(),
                Map.copyOf(inotify));
    }

    private static Memory memory(JsonNode kib) {
        return new Memory(Facts.count(kib.path("MemTotal")) * 1024, Facts.count(kib.path("MemAvailable")) * 1024,
                Facts.count(kib.path("HugePages_Total")), Facts.count(kib.path("Hugepagesize")) * 1024);
    }

    /** The disk a folder is on or would be: of the longest listed folder above it; empty where that did not answer. */
    public Optional<Disk> at(String path) {
        Optional<Disk> disk = disks.stream().filter(one -> above(one.path(), path))
                .max(Comparator.comparingInt(one -> one.path().length()));
        int told = disk.map(one -> one.path().length()).orElse(0);
        return silent.stream().anyMatch(one -> above(one, path) && one.length() > told) ? Optional.empty() : disk;
    }

    /** Free bytes there. */
    public OptionalLong freeAt(String path) {
        return at(path).map(disk -> OptionalLong.of(disk.free())).orElse(OptionalLong.empty());
    }

    private static boolean above(String folder, String path) {
        return folder.equals("/") || path.equals(folder) || path.startsWith(folder + "/");
    }
}
