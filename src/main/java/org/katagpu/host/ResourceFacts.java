package org.katagpu.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Disk, memory and limits.
 *
 * @param disks the folders the stages write to that exist
 * @param memory the kernel's figures of it
 * @param numaNodes CPUs and free memory of each
 * @param inotify {@code max_user_instances}, {@code max_user_watches}
 */
public record ResourceFacts(List<Disk> disks, Reading<Memory> memory, List<NumaNode> numaNodes,
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
                .forEach(fact -> inotify.put(fact.path("name").asText(), fact.path("value").asLong()));
        return new ResourceFacts(
                facts.all("resources.disk").stream()
                        .map(fact -> new Disk(fact.path("path").asText(), fact.path("free").asLong(),
                                fact.path("size").asLong(), fact.path("mount").asText()))
                        .toList(),
                facts.one("resources.memory").map(fact -> memory(fact.path("values"))),
                facts.all("resources.numa").stream().map(fact -> new NumaNode(fact.path("node").asInt(),
                        fact.path("cpus").asText(), fact.path("free").asLong())).toList(),
                Map.copyOf(inotify));
    }

    private static Memory memory(JsonNode kib) {
        return new Memory(kib.path("MemTotal").asLong() * 1024, kib.path("MemAvailable").asLong() * 1024,
                kib.path("HugePages_Total").asLong(), kib.path("Hugepagesize").asLong() * 1024);
    }

    /** Free bytes where a folder is or would be: of the longest listed folder above it. */
    public OptionalLong freeAt(String path) {
        return disks.stream().filter(disk -> disk.path().equals("/") || path.equals(disk.path())
                || path.startsWith(disk.path() + "/")).sorted((a, b) -> b.path().length() - a.path().length())
                .mapToLong(Disk::free).findFirst();
    }
}
