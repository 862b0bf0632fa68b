package org.katagpu.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.katagpu.CpuTime;
import org.katagpu.setup.preflight.HostChecks;

/** A host may tell whatever it likes: every fact gives a value or none, never an exception, and never without end. */
class HostileFactsTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> KINDS = List.of("host.architecture", "host.kernel", "host.page", "host.os",
            "host.name", "host.clock", "host.skew", "host.load", "host.user", "host.selinux", "host.change",
            "kernel.cmdline", "kernel.config", "kernel.module", "kernel.options", "kernel.messages", "virt.node",
            "virt.tmm", "virt.iommu", "virt.vfio", "virt.secure-memory", "pci.function", "pci.node", "pci.holder",
            "pci.holders", "pci.framebuffer", "kata.shim", "kata.runtime", "kata.config", "kata.settings", "kata.file",
            "kata.sign", "containers.containerd", "containers.docker", "containers.docker-daemon",
            "containers.firewalld", "tools.paths", "resources.disk", "resources.memory", "resources.numa",
            "resources.inotify", "network.proxy", "network.route", "network.routes", "network.nameservers",
            "network.name", "scan.section");
    private static final List<String> FIELDS = List.of("value", "values", "lines", "names", "name", "path", "free",
            "size", "mount", "id", "version", "pretty", "like", "rights", "job", "owner", "groups", "node", "exists",
            "loaded", "address", "vendor", "device", "class", "driver", "group", "numa_node", "bars", "upstream",
            "boot_vga", "sriov_numvfs", "physfn", "current_link_width", "current_link_speed", "pid", "command", "user",
            "complete", "real", "searched", "elsewhere", "candidates", "key", "layout", "running", "cpus",
            "destination", "gateway", "mask", "interface", "unknown", "detail", "module", "options", "vfio");

    private final Random random = new Random(20);

    private JsonNode anything(int depth) {
        return switch (random.nextInt(depth > 5 ? 12 : 14)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(Long.MAX_VALUE);
            case 2 -> NODES.numberNode(Long.MIN_VALUE);
            case 3 -> NODES.numberNode(new BigInteger("9").pow(400));
            case 4 -> NODES.numberNode(Double.NaN);
            case 5 -> NODES.numberNode(-1.0e300);
            case 6 -> NODES.textNode("99999999999999999999999999");
            case 7 -> NODES.textNode("");
            case 8 -> NODES.textNode("ffffffff:ff:1f.7");
            case 9 -> NODES.textNode("hypervisor.");
            case 10 -> NODES.booleanNode(random.nextBoolean());
            case 11 -> NODES.textNode("\u0000\ud800'{0}'\n".repeat(random.nextInt(3)));
            case 12 -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(anything(depth + 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(random.nextBoolean() ? "hypervisor." : FIELDS.get(random.nextInt(FIELDS.size())),
                            anything(depth + 1));
                }
                yield object;
            }
        };
    }

    @Test
    void everyFactOfEveryShapeGivesAVerdict() {
        for (int round = 0; round < 3000; round++) {
            List<JsonNode> facts = new ArrayList<>();
            for (String kind : KINDS) {
                ObjectNode fact = NODES.objectNode();
                for (String field : FIELDS) {
                    if (random.nextInt(3) == 0) {
                        fact.set(field, anything(0));
                    }
                }
                facts.add(fact.put("kind", kind));
            }
            assertThatCode(() -> {
                HostScan scan = HostScan.of(facts, NvidiaModels.bundled());
                HostChecks.judge(scan);
                scan.select(scan.topology().functions().stream().map(PciFunction::address).toList());
                scan.gpus().all().forEach(gpu -> gpu.memory().text());
            }).as("round %d: %s", round, facts).doesNotThrowAnyException();
        }
    }

    @Test
    void theThreeThatThrew() {
        HostScan scan = FactJson.scan("{kind:'host.clock',value:9223372036854775807}",
                "{kind:'containers.docker',version:'Docker version 99999999999.1'}",
                "{kind:'kata.settings',values:{'hypervisor.':'x'}}", "{kind:'host.skew',value:-9223372036854775808}");
        assertThat(scan.system().clock().value().map(clock -> clock.isAfter(java.time.Instant.EPOCH))).contains(false);
        assertThat(HostChecks.judge(scan)).hasSize(HostChecks.all().size());
    }

    @Test
    void sizesDoNotOverflow() {
        ResourceFacts.Memory memory = FactJson.scan("{kind:'resources.memory',values:{MemTotal:'9223372036854775807',"
                + "MemAvailable:'0000000000000012'}}").resources().memory().value().orElseThrow();
        assertThat(memory.total()).isZero();
        assertThat(memory.available()).as("leading zeros").isGreaterThanOrEqualTo(0);
    }

    @Test
    void aFloodIsCutWithinTime() {
        List<JsonNode> flood = new ArrayList<>();
        String long10m = "x".repeat(10 << 20);
        for (int i = 0; i < 200_000; i++) {
            flood.add(NODES.objectNode().put("kind", "pci.holder").put("pid", i).put("node", "/dev/nvidia0"));
        }
        flood.add(0, NODES.objectNode().put("kind", "host.name").put("value", long10m));
        JsonNode deep = NODES.objectNode();
        for (int i = 0; i < 900; i++) {
            deep = NODES.objectNode().set("value", deep);
        }
        flood.add(0, ((ObjectNode) deep).put("kind", "host.kernel"));
        assertThat(java.time.Duration.ofNanos(timed(() -> {
            HostScan scan = HostScan.of(flood, NvidiaModels.bundled());
            assertThat(scan.nodes().holders()).hasSizeLessThanOrEqualTo(BoundedFacts.MOST_FACTS);
            assertThat(scan.system().hostName().value().orElseThrow()).hasSize(BoundedFacts.LONGEST_TEXT);
            HostChecks.judge(scan);
        }))).isLessThan(Duration.ofSeconds(10));
    }

    private static long timed(Runnable work) {
        long begin = CpuTime.nanos();
        work.run();
        return CpuTime.nanos() - begin;
    }
}
