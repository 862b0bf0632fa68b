package org.katagpu.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the facts a host tells, within bounds: a host may tell whatever it likes, and as much of it. What is beyond a
 * bound is left out, so that it reads as not told. Not safe for several threads.
 */
public final class BoundedFacts {
    static final int MOST_FACTS = 20_000;
    /** Characters of all facts together. */
    static final int MOST_CHARACTERS = 16 << 20;
    static final int LONGEST_TEXT = 1 << 16;
    static final int MOST_MEMBERS = 4096;
    static final int DEEPEST = 4;
    /** Above every size in bytes and every time in seconds a host can have; a thousand times it is no overflow yet. */
    static final long LARGEST = 1L << 52;

    private final List<JsonNode> facts = new ArrayList<>();
    private int characters;

    /** @return whether it was taken, cut to the bounds where need be; false: the basket is full */
    public boolean add(JsonNode fact) {
        if (facts.size() >= MOST_FACTS || characters >= MOST_CHARACTERS || !fact.isObject()) {
            return false;
        }
        facts.add(bounded(fact, 0));
        return true;
    }

    public List<JsonNode> facts() {
        return List.copyOf(facts);
    }

    private JsonNode bounded(JsonNode node, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (node.isTextual()) {
            String text = node.textValue();
            String kept = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
            characters += kept.length() + 1;
            return nodes.textNode(characters > MOST_CHARACTERS ? "" : kept);
        }
        characters++;
        if (node.isBoolean()) {
            return node;
        }
        if (node.isNumber()) {
            double size = node.doubleValue();
            return Double.isNaN(size) || Math.abs(size) > LARGEST ? nodes.nullNode() : node;
        }
        if (depth >= DEEPEST || !node.isContainerNode()) {
            return nodes.nullNode();
        }
        if (node.isArray()) {
            ArrayNode array = nodes.arrayNode();
            for (int i = 0; i < Math.min(node.size(), MOST_MEMBERS); i++) {
                array.add(bounded(node.get(i), depth + 1));
            }
            return array;
        }
        ObjectNode object = nodes.objectNode();
        node.properties().stream().filter(member -> member.getKey().length() <= LONGEST_TEXT / 64).limit(MOST_MEMBERS)
                .forEach(member -> object.set(member.getKey(), bounded(member.getValue(), depth + 1)));
        return object;
    }
}
