package org.katagpu.host;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The fact objects of a scan, as told by the script: each has a {@code kind}, {@code section.name}. Tolerant: a
 * fact that is missing or has another shape reads as unknown.
 */
public final class Facts {
    private static final Set<String> REASONS = Set.of("untold", "no-tool", "not-permitted", "timeout", "failed",
            "asleep",
            "absent");
    /** Of a size, count or time, 15 digits. */
    private static final long MOST = 999_999_999_999_999L;

    private final List<JsonNode> all;

    private Facts(Collection<JsonNode> all) {
        this.all = List.copyOf(all);
    }

    public static Facts of(Collection<JsonNode> facts) {
        BoundedFacts basket = new BoundedFacts();
        facts.forEach(basket::add);
        return new Facts(basket.facts());
    }

    /** These facts, but those sections that a newer scan told in its words. */
    public Facts renewedBy(Facts newer) {
        Set<String> renewed = new HashSet<>(newer.completed());
        newer.all.forEach(fact -> renewed.add(section(fact)));
        List<JsonNode> merged = new ArrayList<>(
                all.stream().filter(fact -> !renewed.contains(section(fact)) || isEnd(fact)).toList());
        merged.removeIf(fact -> isEnd(fact) && renewed.contains(fact.path("name").asText()));
        merged.addAll(newer.all);
        return new Facts(merged);
    }

    /** The sections that were scanned to their end. */
    public Set<String> completed() {
        Set<String> names = new HashSet<>();
        all("scan.section").stream().filter(fact -> fact.path("complete").asBoolean())
                .forEach(fact -> names.add(fact.path("name").asText()));
        return names;
    }

    private static boolean isEnd(JsonNode fact) {
        return section(fact).equals("scan");
    }

    private static String section(JsonNode fact) {
        String kind = fact.path("kind").asText();
        return kind.substring(0, Math.max(0, kind.indexOf('.')));
    }

    List<JsonNode> all(String kind) {
        return all.stream().filter(fact -> fact.path("kind").asText().equals(kind)).toList();
    }

    /** The one fact of a kind. */
    Reading<JsonNode> one(String kind) {
        List<JsonNode> found = all(kind);
        if (found.isEmpty()) {
            return Reading.untold();
        }
        JsonNode fact = found.getLast();
        return fact.has("unknown")
                ? new Reading.Unknown<>(reason(fact.path("unknown").asText()), fact.path("detail").asText())
                : new Reading.Known<>(fact);
    }

    /** One of the scan's words; for any other, that it failed. */
    private static String reason(String told) {
        return REASONS.contains(told) ? told : "failed";
    }

    /** The field {@code value} of the one fact of a kind. */
    <T> Reading<T> value(String kind, Function<JsonNode, T> as) {
        return one(kind).map(fact -> as.apply(fact.path("value")));
    }

    /** A size or count, also where it is told as text; 0 for what is no number or beyond all sense. */
    static long count(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue().matches("[0-9]{1,15}") ? Long.parseLong(value.textValue()) : 0;
        }
        long number = value.asLong();
        return number > MOST ? 0 : Math.max(0, number);
    }

    static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.asText()));
        return List.copyOf(strings);
    }

    static Map<String, String> map(JsonNode object) {
        Map<String, String> map = new LinkedHashMap<>();
        object.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return Map.copyOf(map);
    }
}
