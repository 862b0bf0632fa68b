package org.katagpu.kataconf.toml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;

import java.util.Map;
import java.util.TreeMap;

/** What another parser (Jackson's) makes of a text: every leaf with its path, in a form to compare. */
public final class JacksonToml {
    private static final TomlMapper MAPPER = new TomlMapper();

    private JacksonToml() {}

    public static Map<String, String> of(TomlDocument document) {
        try {
            Map<String, String> leaves = new TreeMap<>();
            collect("", MAPPER.readTree(document.text()), leaves);
            return leaves;
        } catch (java.io.IOException invalid) {
            throw new AssertionError(document.text(), invalid);
        }
    }

    private static void collect(String path, JsonNode node, Map<String, String> leaves) {
        if (node.isObject()) {
            node.properties().forEach(member -> collect(path + "/" + member.getKey(), member.getValue(), leaves));
        } else if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + "/[" + i + "]", node.get(i), leaves);
            }
        } else {
            leaves.put(path, node.toString());
        }
    }

    /** How this parser would show our value. */
    static String shown(TomlValue value) {
        try {
            return MAPPER.readTree("v = " + Literal.of(value)).get("v").toString();
        } catch (java.io.IOException invalid) {
            throw new AssertionError(Literal.of(value), invalid);
        }
    }

    static String path(KeyRef ref) {
        return ref.table().parts().stream().map(part -> "/" + part).reduce("", String::concat) + "/" + ref.key();
    }
}
