package org.katagpu.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the PCI part of a scan. */
final class PciFacts {
    private PciFacts() {}

    static PciTopology topology(Facts facts, boolean lateGroups) {
        List<String> framebuffers = facts.all("pci.framebuffer").stream().map(fact -> fact.path("address").asText())
                .toList();
        return new PciTopology(
                facts.all("pci.function").stream().flatMap(fact -> function(fact, framebuffers).stream()).toList(),
                lateGroups);
    }

    static Map<PciAddress, GpuSharing> sharing(Facts facts) {
        Map<PciAddress, GpuSharing> all = new HashMap<>();
        facts.all("pci.shared").forEach(fact -> PciAddress.parse(fact.path("address").asText()).ifPresent(address -> {
            int count = Math.max(0, fact.path("count").asInt());
            all.merge(address, fact.path("by").asText().equals("mig")
                    ? new GpuSharing(count, false, 0)
                    : new GpuSharing(0, true, count), GpuSharing::and);
        }));
        return all;
    }

    private static Optional<PciFunction> function(JsonNode fact, List<String> framebuffers) {
        String address = fact.path("address").asText();
        boolean console = fact.path("boot_vga").asInt() == 1 || framebuffers.contains(address);
        return PciAddress.parse(address).map(bdf -> new PciFunction(bdf, id(fact, "vendor", "device"),
                id(fact, "subsystem_vendor", "subsystem_device"), PciClass.of(fact.path("class").asText()),
                fact.path("revision").asText(), text(fact, "driver"), text(fact, "driver_override"),
                number(fact, "group"), number(fact, "numa_node"), link(fact, "current"), link(fact, "max"),
                stream(fact.path("bars")).map(JsonNode::asLong).toList(),
                stream(fact.path("upstream")).flatMap(bridge -> PciAddress.parse(bridge.asText()).stream()).toList(),
                console, text(fact, "reset_method").stream().flatMap(all -> Stream.of(all.split("\\s+"))).toList(),
                fact.path("power_state").asText(), fact.path("sriov_numvfs").asInt(),
                text(fact, "physfn").flatMap(PciAddress::parse), fact.path("vfio").asBoolean()
                        || text(fact, "driver").filter(PciFunction::isVfio).isPresent()));
    }

    private static PciId id(JsonNode fact, String vendor, String device) {
        return PciId.of(fact.path(vendor).asText(), fact.path(device).asText());
    }

    private static PciLink link(JsonNode fact, String which) {
        return PciLink.of(fact.path(which + "_link_speed").asText(), fact.path(which + "_link_width").asInt());
    }

    private static Optional<String> text(JsonNode fact, String name) {
        return Optional.of(fact.path(name).asText()).filter(value -> !value.isBlank());
    }

    /** Empty for null and for -1, sysfs's word for "not known". */
    private static OptionalInt number(JsonNode fact, String name) {
        JsonNode value = fact.path(name);
        return value.isInt() && value.asInt() >= 0 ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static DeviceNodes nodes(Facts facts) {
        Map<String, PciAddress> functions = new HashMap<>();
        facts.all("pci.node").forEach(fact -> PciAddress.parse(fact.path("address").asText())
                .ifPresent(address -> functions.put(fact.path("node").asText(), address)));
        List<Holder> holders = facts.all("pci.holder").stream().map(fact -> new Holder(fact.path("pid").asInt(),
                fact.path("command").asText(), fact.path("user").asText(), fact.path("node").asText())).toList();
        boolean complete = facts.one("pci.holders").map(fact -> fact.path("complete").asBoolean()).value()
                .orElse(false);
        return new DeviceNodes(holders, functions, complete);
    }
}
