package org.katagpu.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Varies values within JSON that stays JSON: what a reader of bytes turned down would never come to its reader. */
final class JsonMutator {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RandomGenerator random;
    private final Mutator bytes;

    JsonMutator(RandomGenerator random, Mutator bytes) {
        this.random = random;
        this.bytes = bytes;
    }

    /** @param lines each a JSON value; others stay as they are */
    byte[] vary(byte[] lines) {
        List<String> varied = new ArrayList<>(new String(lines, StandardCharsets.UTF_8).lines().toList());
        for (int step = random.nextInt(4); step >= 0 && !varied.isEmpty(); step--) {
            int at = random.nextInt(varied.size());
            switch (random.nextInt(8)) {
                case 0 -> varied.remove(at);
                case 1 -> varied.add(random.nextInt(varied.size() + 1), varied.get(at));
                default -> varied.set(at, vary(varied.get(at)));
            }
        }
        return String.join("\n", varied).getBytes(StandardCharsets.UTF_8);
    }

    private String vary(String line) {
        try {
            JsonNode root = JSON.readTree(line);
            List<ContainerNode<?>> inside = new ArrayList<>();
            collect(root, inside);
            if (!inside.isEmpty()) {
                change(inside.get(random.nextInt(inside.size())));
            }
            return root.toString();
        } catch (JsonProcessingException stays) {
            return line;
        }
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> into) {
        if (node instanceof ContainerNode<?> container && !container.isEmpty()) {
            into.add(container);
            container.forEach(child -> collect(child, into));
        }
    }

    private void change(ContainerNode<?> container) {
        if (container instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(8)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(token(), object.get(name));
                case 2 -> object.set(name, object.get(names.get(random.nextInt(names.size()))).deepCopy());
                default -> object.set(name, value(object.get(name)));
            }
        } else if (container instanceof ArrayNode array) {
            int at = random.nextInt(array.size());
            switch (random.nextInt(5)) {
                case 0 -> array.remove(at);
                case 1 -> array.add(array.get(at).deepCopy());
                default -> array.set(at, value(array.get(at)));
            }
        }
    }

    private JsonNode value(JsonNode old) {
        return switch (random.nextInt(10)) {
            case 0 -> JSON.getNodeFactory().nullNode();
            case 1 -> JSON.getNodeFactory().numberNode(random.nextLong() >> random.nextInt(64));
            case 2 -> JSON.getNodeFactory().numberNode(Double.longBitsToDouble(random.nextLong()));
            case 3 -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
            case 4 -> JSON.createArrayNode().add(old);
            case 5 -> JSON.createObjectNode().set(token(), old);
            case 6 -> JSON.getNodeFactory().textNode(token());
            case 7 ->
                JSON.getNodeFactory().numberNode(new java.math.BigInteger(80, new java.util.Random(random.nextLong())));
            default -> JSON.getNodeFactory().textNode(new String(
                    bytes.vary(old.asText("").getBytes(StandardCharsets.UTF_8), bytes.token()),
                    StandardCharsets.UTF_8));
        };
    }

    private String token() {
        return new String(bytes.token(), StandardCharsets.UTF_8);
    }
}
