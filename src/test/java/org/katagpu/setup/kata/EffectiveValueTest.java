package org.katagpu.setup.kata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.katagpu.host.Facts;
import org.katagpu.host.KataFacts;
import org.katagpu.kataconf.toml.KeyRef;
import org.katagpu.kataconf.toml.Literal;
import org.katagpu.kataconf.toml.TomlValue;
import org.katagpu.remote.LocalHost;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * What a key's value is in the end: read on the host by the scripts, from the same bytes by the wizard, and by a reader
 * made for this test of another TOML parser and the rules of Kata's decodeDropIns. All three agree, on values and on
 * whether Kata can read the files at all.
 */
class EffectiveValueTest {
    private static final int SETS = 200;
    private static final String CONFIG = "etc/kata-containers/configuration.toml";
    private static final List<String> NAMES = List.of("10-a.toml", "20 b.toml", "50-x", "90-katagpu.toml", "95.rpmsave",
            "Z.toml", "_old~", ".hidden", "99-it's.toml", "30-\"q\".toml", "40-ü.toml", "55-中文.toml", "aa\\b.toml",
            "20-B.toml", "20-a.TOML", "#60#", "-n", "*", "100-a.toml");
    private static final List<String> TABLES = List.of("hypervisor.qemu", "agent.kata", "runtime",
            "hypervisor.qemu.factory");
    private static final List<String> KEYS = List.of("default_memory", "kernel_params", "enable_debug",
            "enable_annotations", "odd key", "image");
    private static final List<String> VALUES = List.of("1", "20480", "true", "false", "\"root-port\"", "'a b'",
            "[\"x\", \"y\"]", "[]", "\"\"\"two\nlines\"\"\"", "\"\\\"quoted\\\" \\u00fc\"", "1.5", "'''raw \\ '''");
    private static final List<String> TORN = List.of("[hypervisor.qemu\n", "x = \n", "a = \"open\n", "= 3\n",
            "[a]\nb = 1\nb = 2\n", "[runtime\nvfio");

    private final Random random = new Random(15);

    /** Either the values, dotted, or that Kata cannot read the files. */
    private record ScriptAnnouncements(boolean readable, Map<String, String> values) {}

    @Test
    void threeReadersAgree(@TempDir Path folder) throws Exception {
        int torn = 0;
        int values = 0;
        int files = 0;
        for (int set = 0; set < SETS; set++) {
            Path root = folder.resolve("root" + set);
            files += make(root);
            ScriptAnnouncements independent = independent(root);
            ScriptAnnouncements onHost = told(
                    new KataReader(new LocalHost(root)).read("io.containerd.kata.v2").layers());
            ScriptAnnouncements fromBytes = told(fromBytes(root));
            assertThat(onHost).as("set " + set).isEqualTo(independent);
            assertThat(fromBytes).as("set " + set).isEqualTo(independent);
            torn += independent.readable() ? 0 : 1;
            values += independent.values().size();
        }
        System.out.printf("effective value: %d sets, %d drop-ins, %d values, %d sets Kata cannot read%n", SETS, files,
                values, torn);
        assertThat(torn).isBetween(10, SETS / 2);
    }

    private int make(Path root) throws IOException {
        Path main = root.resolve(CONFIG);
        Files.createDirectories(main.getParent().resolve("config.d"));
        Files.writeString(main, text(6) + (random.nextInt(20) == 0 ? pick(TORN) : ""));
        List<String> names = new ArrayList<>(NAMES);
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Path file = main.getParent().resolve("config.d").resolve(names.remove(random.nextInt(names.size())));
            if (random.nextInt(40) == 0) {
                Files.createDirectories(file);
            } else {
                Files.writeString(file, random.nextInt(12) == 0 ? text(1) + pick(TORN) : text(3));
            }
        }
        return count;
    }

    private String pick(List<String> all) {
        return all.get(random.nextInt(all.size()));
    }

    private String text(int most) {
        StringBuilder text = new StringBuilder("# made for a test\n");
        List<String> tables = new ArrayList<>(TABLES);
        int count = random.nextInt(tables.size() + 1);
        for (int i = 0; i < count; i++) {
            String table = tables.remove(random.nextInt(tables.size()));
            text.append(random.nextBoolean() ? "[" + table + "]" : "[ " + table.replace(".", " . ") + " ] # so")
                    .append('\n');
            List<String> keys = new ArrayList<>(KEYS);
            for (int k = random.nextInt(most + 1); k > 0 && !keys.isEmpty(); k--) {
                String key = keys.remove(random.nextInt(keys.size()));
                text.append(key.contains(" ") || random.nextInt(4) == 0 ? "\"" + key + "\"" : key).append(" = ")
                        .append(pick(VALUES)).append(random.nextBoolean() ? "\n" : " # end\n");
                if (random.nextInt(3) == 0) {
                    text.append("#").append(key).append(" = 77\n");
                }
            }
        }
        return text.toString();
    }

    private static ScriptAnnouncements told(KataLayers layers) {
        if (!layers.faulty().isEmpty()) {
            return new ScriptAnnouncements(false, Map.of());
        }
        Map<String, String> values = new TreeMap<>();
        layers.values().forEach((ref, value) -> values.put(dotted(ref), Literal.of(value)));
        return new ScriptAnnouncements(true, values);
    }

    private static String dotted(KeyRef ref) {
        return String.join("/", ref.table().parts()) + "/" + ref.key();
    }

    /** The wizard's own reader over the files' bytes, in the order of their names. */
    private static KataLayers fromBytes(Path root) throws IOException {
        List<JsonNode> facts = new ArrayList<>();
        facts.add(text("main", root.resolve(CONFIG)));
        for (Path file : dropIns(root)) {
            facts.add(text("dropin", file));
        }
        return KataLayers.of(KataFacts.of(Facts.of(facts))).orElseThrow();
    }

    private static ObjectNode text(String role, Path file) throws IOException {
        byte[] bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
        return JsonNodeFactory.instance.objectNode().put("kind", "kata.text").put("role", role)
                .put("path", file.toString()).put("state", Files.isRegularFile(file) ? "read" : "not-plain")
                .put("size", bytes.length).put("text", Base64.getEncoder().encodeToString(bytes));
    }

    private static List<Path> dropIns(Path root) throws IOException {
        try (var files = Files.list(root.resolve(CONFIG).resolveSibling("config.d"))) {
            return files.sorted(Comparator.comparing(file -> file.getFileName().toString()
                    .getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned)).toList();
        }
    }

    private static ScriptAnnouncements independent(Path root) throws IOException {
        Map<String, String> values = new TreeMap<>();
        List<Path> all = new ArrayList<>(List.of(root.resolve(CONFIG)));
        all.addAll(dropIns(root));
        for (Path file : all) {
            Optional<TomlParseResult> read = Files.isRegularFile(file)
                    ? Optional.of(Toml.parse(Files.readString(file))).filter(result -> !result.hasErrors())
                    : Optional.empty();
            if (read.isEmpty()) {
                return new ScriptAnnouncements(false, Map.of());
            }
            add(values, "", read.get());
        }
        return new ScriptAnnouncements(true, values);
    }

    private static void add(Map<String, String> values, String path, TomlTable table) {
        for (String key : table.keySet()) {
            Object value = table.get(List.of(key));
            if (value instanceof TomlTable inner) {
                add(values, path + (path.isEmpty() ? "" : "/") + key, inner);
            } else {
                values.put(path + "/" + key, Literal.of(value(value)));
            }
        }
    }

    private static TomlValue value(Object value) {
        return switch (value) {
            case Long number -> TomlValue.whole(number);
            case Boolean flag -> TomlValue.flag(flag);
            case String text -> TomlValue.text(text);
            case TomlArray array -> TomlValue.texts(array.toList().stream().map(String.class::cast).toList());
            case Double number -> new TomlValue.Decimal(number);
            default -> throw new AssertionError(value);
        };
    }
}
