package org.katagpu.setup.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.regex.Pattern;

/** Takes out of a text what looks like a secret: a report is for others' eyes. */
public final class Redaction {
    static final String HIDDEN = "***";
    private static final String NAME = "(?:password|passwd|passphrase|secret|token|api[-_]?key|access[-_]?key|credential)";
    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile("(?i)(?<=(?<![A-Za-z0-9])" + NAME
                    + "[\\w-]{0,20}[\"']{0,1}\\s{0,3}[:=]\\s{0,3}[\"']{0,1})[^\\s\"',;]{1,500}"),
            Pattern.compile("(?i)(?<=--" + NAME + "\\s{1,3})[^\\s\"']{1,500}"),
            Pattern.compile("(?i)(?<=\\bbearer\\s{1,4})\\S{8,500}"),
            Pattern.compile("(?<![A-Za-z0-9])(?:hf_[A-Za-z0-9]{16,}|sk-[A-Za-z0-9_-]{16,})"),
            Pattern.compile(
                    "-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,20000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?"));

    private Redaction() {}

    public static String of(String text) {
        String left = AddressSecrets.hidden(text);
        for (Pattern secret : SECRETS) {
            left = secret.matcher(left).replaceAll(HIDDEN);
        }
        return left;
    }

    /** The same for every text in a tree, in place. */
    public static void of(ObjectNode tree) {
        tree.properties().forEach(field -> field.setValue(redacted(field.getValue())));
    }

    private static JsonNode redacted(JsonNode node) {
        if (node instanceof ObjectNode inner) {
            of(inner);
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, redacted(list.get(i)));
            }
        } else if (node.isTextual()) {
            return TextNode.valueOf(of(node.asText()));
        }
        return node;
    }
}
