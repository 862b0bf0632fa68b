package org.katagpu.kataconf.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * A second reader of configurations, apart from the wizard's: a TOML parser and the types of one runtime's own source. It
 * accepts what that runtime's decoder accepts.
 *
 * @param name {@code go-3.15.0}, {@code rs-4.1.0}
 * @param types table and key to the type
 * @param strict the tables in which an unknown key is refused
 */
public record StrictReader(String name, Map<String, String> types, List<String> strict) {
    private static final String FACTS = "/kataconf/strict-readers.tsv";

    public static StrictReader of(KnownVersion version) {
        String name = (version.runtime() == KataRuntime.GO ? "go-" : "rs-") + version.label();
        Map<String, String> types = new HashMap<>();
        List<String> strict = new ArrayList<>();
        for (String[] cell : facts()) {
            if (cell[0].equals(name)) {
                types.put(cell[2] + "." + cell[3], cell[4]);
                if (cell[1].equals("yes")) {
                    strict.add(cell[2]);
                }
            }
        }
        if (types.isEmpty()) {
            throw new IllegalArgumentException(name);
        }
        return new StrictReader(name, Map.copyOf(types), strict.stream().distinct().toList());
    }

    private static List<String[]> facts() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                StrictReader.class.getResourceAsStream(FACTS), StandardCharsets.UTF_8))) {
            return in.lines().filter(line -> !line.startsWith("#")).map(line -> line.split("\t")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Whether the runtime reads this key there. */
    public boolean reads(TableKind kind, String key) {
        return types.containsKey(kind.word() + "." + key);
    }

    /** Why the runtime would refuse the text; empty where it takes it. */
    public List<String> refuses(String text) {
        TomlParseResult read = Toml.parse(text);
        List<String> wrong = new ArrayList<>();
        read.errors().forEach(error -> wrong.add(error.toString()));
        if (wrong.isEmpty()) {
            look(read, "", wrong);
        }
        return wrong;
    }

    private void look(TomlTable table, String path, List<String> wrong) {
        Optional<String> kind = kind(path);
        for (String key : table.keySet()) {
            Object value = table.get(List.of(key));
            String below = path.isEmpty() ? key : path + "/" + key;
            if (value instanceof TomlTable inner) {
                look(inner, below, wrong);
            } else if (value instanceof TomlArray array && array.size() > 0 && array.get(0) instanceof TomlTable) {
                for (int i = 0; i < array.size(); i++) {
                    look(array.getTable(i), below, wrong);
                }
            } else if (kind.isPresent()) {
                String type = types.get(kind.get() + "." + key);
                if (type == null && strict.contains(kind.get())) {
                    wrong.add(below + ": unknown field");
                } else if (type != null && !fits(type, value)) {
                    wrong.add(below + ": " + value + " is no " + type);
                }
            }
        }
    }

    private static Optional<String> kind(String path) {
        String[] part = path.split("/");
        return Optional.ofNullable(switch (part.length) {
            case 1 -> List.of("runtime", "factory", "image").contains(part[0]) ? part[0] : null;
            case 2 -> part[0].equals("hypervisor") || part[0].equals("agent")
                    ? part[0]
                    : path.equals("runtime/shared_mounts") ? "sharedMount" : null;
            case 3 -> Map.of("factory", "vmFactory", "mem_agent", "memAgent", "guest_extension_images",
                    "guestExtensionImage", "rootless_user", "rootlessUser").get(part[2]);
            default -> null;
        });
    }

    private static boolean fits(String type, Object value) {
        return switch (type) {
            case "flag" -> value instanceof Boolean;
            case "text" -> value instanceof String;
            case "texts" ->
                value instanceof TomlArray array && array.toList().stream().allMatch(String.class::isInstance);
            case "numbers" ->
                value instanceof TomlArray array && array.toList().stream().allMatch(Long.class::isInstance);
            case "tables" -> value instanceof TomlArray;
            case "float" -> value instanceof Double || value instanceof Long;
            default -> value instanceof Long number && inRange(type, number);
        };
    }

    private static boolean inRange(String type, long number) {
        return switch (type) {
            case "uint8" -> number >= 0 && number <= 255;
            case "uint32" -> number >= 0 && number <= 4_294_967_295L;
            case "uint64" -> number >= 0;
            case "int32" -> number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE;
            case "int64" -> true;
            default -> throw new IllegalArgumentException(type);
        };
    }
}
