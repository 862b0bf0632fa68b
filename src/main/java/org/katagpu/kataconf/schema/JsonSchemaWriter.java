package org.katagpu.kataconf.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.message.Text;

/**
 * One runtime's and version's keys as a JSON Schema (draft-07), for editors that check TOML by one, Taplo among them. Keys
 * that the version's own templates carry without effect are let through, and say so.
 */
public final class JsonSchemaWriter {
    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";
    private static final String DEFINITION = "#/definitions/";

    private final Schema schema;
    private final Function<Text, String> words;

    /** @param words puts what a key does into the reader's language */
    public JsonSchemaWriter(Schema schema, Function<Text, String> words) {
        this.schema = schema;
        this.words = words;
    }

    public ObjectNode of(KnownVersion version) {
        ObjectNode root = object().put("$schema", DRAFT).put("title",
                "Kata Containers " + version.label() + ", runtime in " + version.runtime().label())
                .put("type", "object")
                .put("additionalProperties", false);
        ObjectNode tables = root.putObject("properties");
        tables.set("hypervisor", named(TableKind.hypervisors(), TableKind.HYPERVISOR));
        // Kata takes the agent's table whatever its name is.
        tables.set("agent", object().put("type", "object").set("additionalProperties", reference(TableKind.AGENT)));
        for (TableKind kind : List.of(TableKind.RUNTIME, TableKind.FACTORY, TableKind.IMAGE)) {
            if (isThere(kind, version)) {
                tables.set(kind.word(), reference(kind));
            }
        }
        ObjectNode definitions = root.putObject("definitions");
        for (TableKind kind : TableKind.values()) {
            if (isThere(kind, version)) {
                definitions.set(kind.word(), table(kind, version));
            }
        }
        below(definitions, version);
        return root;
    }

    /** The tables that stand within another. */
    private void below(ObjectNode definitions, KnownVersion version) {
        inside(definitions, version, TableKind.HYPERVISOR, "factory", TableKind.VM_FACTORY, false);
        inside(definitions, version, TableKind.HYPERVISOR, "rootless_user", TableKind.ROOTLESS_USER, false);
        inside(definitions, version, TableKind.HYPERVISOR, "guest_extension_images", TableKind.GUEST_EXTENSION_IMAGE,
                true);
        inside(definitions, version, TableKind.AGENT, "mem_agent", TableKind.MEM_AGENT, false);
        inside(definitions, version, TableKind.RUNTIME, "shared_mounts", TableKind.SHARED_MOUNT, true);
    }

    private void inside(ObjectNode definitions, KnownVersion version, TableKind outer, String name, TableKind inner,
            boolean array) {
        if (isThere(inner, version)) {
            ObjectNode value = array
                    ? (ObjectNode) object().put("type", "array").set("items", reference(inner))
                    : reference(inner);
            ((ObjectNode) definitions.get(outer.word()).get("properties")).set(name, value);
        }
    }

    private boolean isThere(TableKind kind, KnownVersion version) {
        return schema.keys(kind).stream().anyMatch(key -> key.knownTo(version) || key.idleIn(version));
    }

    private static ObjectNode named(List<String> names, TableKind kind) {
        ObjectNode table = object().put("type", "object").put("additionalProperties", false);
        ObjectNode all = table.putObject("properties");
        names.forEach(name -> all.set(name, reference(kind)));
        return table;
    }

    private ObjectNode table(TableKind kind, KnownVersion version) {
        ObjectNode table = object().put("type", "object").put("additionalProperties", false);
        ObjectNode all = table.putObject("properties");
        schema.keys(kind).stream().filter(key -> key.knownTo(version) || key.idleIn(version))
                .forEach(key -> all.set(key.name(), key(key, version)));
        return table;
    }

    private ObjectNode key(KeySpec key, KnownVersion version) {
        String unit = key.unit().isEmpty() ? "" : " (" + key.unit() + ")";
        String idle = key.idleIn(version) ? " " + words.apply(Text.of("kataconf.schema.idle", version.shown())) : "";
        ObjectNode one = object().put("description", words.apply(key.meaning()) + unit + idle);
        switch (key.kind()) {
            case FLAG -> one.put("type", "boolean");
            case INTEGER -> one.put("type", "integer");
            case NUMBER -> one.put("type", "number");
            case TEXT -> one.put("type", "string");
            case CHOICE -> choices(one.put("type", "string"), key.choicesIn(version));
            case LIST -> one.put("type", "array").putObject("items").put("type", "string");
            case TABLES -> one.put("type", "array");
        }
        key.least().ifPresent(least -> one.put("minimum", least));
        key.most().ifPresent(most -> one.put("maximum", most));
        key.defaultIn(version).flatMap(JsonSchemaWriter::json).ifPresent(value -> one.set("default", value));
        return one;
    }

    private static void choices(ObjectNode one, List<String> words) {
        if (!words.isEmpty()) {
            words.forEach(one.putArray("enum")::add);
        }
    }

    private static Optional<JsonNode> json(TomlValue value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case TomlValue.Flag(boolean flag) -> Optional.of(nodes.booleanNode(flag));
            case TomlValue.Whole(long number) -> Optional.of(nodes.numberNode(number));
            case TomlValue.Text(String text) -> Optional.of(nodes.textNode(text));
            default -> Optional.empty();
        };
    }

    private static ObjectNode reference(TableKind kind) {
        return object().put("$ref", DEFINITION + kind.word());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
