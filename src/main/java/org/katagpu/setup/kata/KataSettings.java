package org.katagpu.setup.kata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.katagpu.host.Facts;
import org.katagpu.host.HostScan;
import org.katagpu.host.KataFacts;
import org.katagpu.host.NvidiaModels;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.Literal;
import org.katagpu.kataconf.toml.TablePath;
import org.katagpu.kataconf.toml.TomlValue;

/**
 * Reads the texts a scan brought along, with the one reader of TOML there is, and adds what it found to the scan's facts:
 * {@code kata.settings}, every key in effect, and {@code kata.file}, the guest image and kernel in effect.
 */
public final class KataSettings {
    private static final List<String> FILES = List.of("image", "kernel");

    private KataSettings() {}

    /** @param facts of the script; what was found is added to it */
    public static void addTo(List<JsonNode> facts) {
        Optional<KataLayers> layers = KataLayers.of(KataFacts.of(Facts.of(facts)));
        if (layers.isEmpty()) {
            return;
        }
        Map<KeyRef, TomlValue> values = layers.get().values();
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        values.forEach((ref, value) -> settings.put(name(ref), plain(value)));
        facts.add(JsonNodeFactory.instance.objectNode().put("kind", "kata.settings").set("values", settings));
        List<JsonNode> found = new ArrayList<>();
        for (String key : FILES) {
            TomlValue value = values.get(new KeyRef(TablePath.of("hypervisor", "qemu"), key));
            if (value instanceof TomlValue.Text(String path)) {
                facts.stream().filter(fact -> fact.path("kind").asText().equals("kata.found"))
                        .filter(fact -> fact.path("path").asText().equals(path)).findFirst()
                        .map(fact -> ((ObjectNode) fact.deepCopy()).put("kind", "kata.file")
                                .put("key", "hypervisor.qemu." + key))
                        .ifPresent(found::add);
            }
        }
        facts.addAll(found);
    }

    /** A scan of these facts. */
    static HostScan scan(List<JsonNode> facts) {
        addTo(facts);
        return HostScan.of(facts, NvidiaModels.bundled());
    }

    private static String name(KeyRef ref) {
        String table = String.join(".", ref.table().parts());
        return table.isEmpty() ? ref.key() : table + "." + ref.key();
    }

    private static String plain(TomlValue value) {
        return value instanceof TomlValue.Text(String text) ? text : Literal.of(value);
    }
}
