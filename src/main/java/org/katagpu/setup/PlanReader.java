package org.katagpu.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a plan of JSON that may be of another wizard, edited by hand or damaged. A field that is refused costs only
 * itself: it is named, and what the plan would have without it stands in its place.
 */
public final class PlanReader {
    /**
     * @param refused names of the fields left out, {@code gpu.devices}; never their values, which may be anything
     * @param secrets those of them refused for a secret in the open
     * @param words of those that are chosen by a word of a few: all that there are
     */
    public record Reading(Plan plan, List<String> refused, List<String> secrets, Map<String, List<String>> words) {}

    /** What was refused so far. */
    private record Refused(List<String> names, List<String> secrets, Map<String, List<String>> words) {
        void add(String name, Exception why) {
            names.add(name);
            if (isForSecret(why)) {
                secrets.add(name);
            }
            if (why instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
                words.put(name, Stream.of(format.getTargetType().getEnumConstants()).map(String::valueOf).toList());
            }
        }
    }

    private final ObjectMapper json = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** The plan's fields as they are written. */
    public ObjectNode fields(Plan plan) {
        return json.valueToTree(plan);
    }

    public Reading read(JsonNode kept) {
        Refused refused = new Refused(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
        ObjectNode whole = fields(Plan.EMPTY);
        for (RecordComponent stage : Plan.class.getRecordComponents()) {
            JsonNode choice = kept.path(stage.getName());
            if (choice instanceof ObjectNode fields && whole.get(stage.getName()) instanceof ObjectNode defaults) {
                whole.set(stage.getName(), accepted(stage, defaults, fields, refused));
            } else if (!choice.isMissingNode()) {
                refused.names().add(stage.getName());
            }
        }
        try {
            return new Reading(json.treeToValue(whole, Plan.class), List.copyOf(refused.names()),
                    List.copyOf(refused.secrets()), refused.words());
        } catch (JsonProcessingException | IllegalArgumentException impossible) {
            // Each choice was taken by itself; together they are no more than a record of them.
            throw new IllegalStateException("choices that are each a choice are no plan", impossible);
        }
    }

    /** The kept fields over the defaults: all of them where that is a choice, else those that are by themselves. */
    private ObjectNode accepted(RecordComponent stage, ObjectNode defaults, ObjectNode kept, Refused refused) {
        ObjectNode all = defaults.deepCopy();
        kept.properties().forEach(field -> all.set(field.getKey(), field.getValue()));
        if (refusal(all, stage.getType()).isEmpty()) {
            return all;
        }
        ObjectNode good = defaults.deepCopy();
        kept.properties().forEach(field -> {
            ObjectNode tried = good.deepCopy();
            tried.set(field.getKey(), field.getValue());
            Optional<Exception> refusal = refusal(tried, stage.getType());
            if (refusal.isEmpty()) {
                good.set(field.getKey(), field.getValue());
                return;
            }
            refused.add(stage.getName() + "." + field.getKey(), refusal.get());
        });
        return good;
    }

    /** Why these fields are no choice; empty where they are one. */
    private Optional<Exception> refusal(ObjectNode fields, Class<?> type) {
        try {
            return json.treeToValue(fields, type) != null
                    ? Optional.empty()
                    : Optional.of(new IllegalArgumentException("null"));
        } catch (JsonProcessingException | RuntimeException refused) {
            // A record's constructor refuses by an exception of its own choosing.
            return Optional.of(refused);
        }
    }

    private static boolean isForSecret(Throwable refusal) {
        return Stream.iterate(refusal, Objects::nonNull, Throwable::getCause).limit(16)
                .anyMatch(OpenSecretException.class::isInstance);
    }
}
