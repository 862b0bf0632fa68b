package org.katagpu.kataconf.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.katagpu.cli.KataTemplates;
import org.katagpu.message.Messages;

/** The exported schemas, judged by a validator of others and by Kata's own templates. */
class JsonSchemaTest {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);
    private static final Messages WORDS = new Messages(Locale.ENGLISH);
    private final Map<KnownVersion, JsonSchema> schemas = new EnumMap<>(KnownVersion.class);

    private static ObjectNode written(KnownVersion version) {
        return new JsonSchemaWriter(new Schema(), WORDS::get).of(version);
    }

    private JsonSchema schema(KataTemplates template) {
        KataVersion version = KataVersion.parse(template.version()).orElseThrow();
        return schemas.computeIfAbsent((template.rust() ? version.inRust() : version).nearest(),
                known -> FACTORY.getSchema(written(known)));
    }

    private static JsonNode json(String toml) throws Exception {
        return new ObjectMapper().readTree(new TomlMapper().readTree(toml).toString());
    }

    @ParameterizedTest
    @EnumSource(KnownVersion.class)
    void isItselfADraft07Schema(KnownVersion version) {
        JsonSchema meta = FACTORY.getSchema(SchemaLocation.of(SchemaId.V7));
        assertThat(meta.validate(written(version))).isEmpty();
    }

    @Test
    void everyTemplateIsValid() throws Exception {
        List<KataTemplates> templates = KataTemplates.all();
        Assumptions.assumeFalse(templates.isEmpty());
        List<String> complaints = new ArrayList<>();
        for (KataTemplates template : templates) {
            for (ValidationMessage one : schema(template).validate(json(template.text()))) {
                if (!isTrue(template, one.getMessage())) {
                    complaints.add(template.name() + ": " + one.getMessage());
                }
            }
        }
        System.out.printf("json schema: %d templates, %d complaints%n", templates.size(), complaints.size());
        assertThat(complaints).isEmpty();
    }

    /** Two keys this template shows although its own Kata reads neither: see CheckConfigTest. */
    private static boolean isTrue(KataTemplates template, String message) {
        return template.name().equals("CC-0.8.0/configuration-qemu-nvidia-gpu.toml")
                && (message.contains("'hotplug_vfio_on_root_bus'") || message.contains("'pcie_root_port'"));
    }

    /** One key misspelt, of another type, in a table that has none of it, a word that is none of the choices. */
    @Test
    void aSingleFaultIsFound() throws Exception {
        List<KataTemplates> templates = KataTemplates.all();
        Assumptions.assumeFalse(templates.isEmpty());
        Random random = new Random(15);
        Schema known = new Schema();
        int made = 0;
        List<String> missed = new ArrayList<>();
        while (made < 400) {
            KataTemplates template = templates.get(random.nextInt(templates.size()));
            ObjectNode file = (ObjectNode) json(template.text());
            ObjectNode table = (ObjectNode) file.path("hypervisor").elements().next();
            List<String> keys = new ArrayList<>();
            table.fieldNames().forEachRemaining(keys::add);
            String key = keys.get(random.nextInt(keys.size()));
            if (table.get(key).isContainerNode() && !table.get(key).isArray()) {
                continue;
            }
            String what = spoil(file, table, key, made % 4, known);
            if (what.isEmpty()) {
                made += made % 4 == 3 ? 1 : 0;
                continue;
            }
            made++;
            if (schema(template).validate(file).isEmpty()) {
                missed.add(template.name() + ": " + what);
            }
        }
        System.out.printf("json schema: %d single faults, %d missed%n", made, missed.size());
        assertThat(missed).isEmpty();
    }

    private static String spoil(ObjectNode file, ObjectNode table, String key, int way, Schema known) {
        JsonNode value = table.get(key);
        switch (way) {
            case 0 -> {
                table.remove(key);
                table.set(key + "s_", value);
            }
            case 1 -> table.put(key, value.isBoolean() ? "true" : "").set(key,
                    value.isTextual()
                            ? table.numberNode(7)
                            : value.isBoolean()
                                    ? table.textNode("true")
                                    : table.booleanNode(true));
            case 2 -> {
                if (!known.homes(key, KnownVersion.V4_1_0).equals(List.of(TableKind.HYPERVISOR))) {
                    return "";
                }
                ((ObjectNode) file.withObject("/runtime")).set(key, value);
            }
            default -> {
                Set<KnownVersion> any = new HashSet<>();
                known.key(TableKind.HYPERVISOR, key).filter(spec -> spec.kind() == ValueKind.CHOICE)
                        .ifPresent(spec -> any.addAll(spec.versions()));
                if (any.isEmpty()) {
                    return "";
                }
                table.put(key, "no-such-word");
            }
        }
        return key + " in way " + way;
    }
}
