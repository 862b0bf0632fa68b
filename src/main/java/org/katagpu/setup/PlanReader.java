package org.katagpu.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
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
     */
    public record Reading(Plan plan, List<String> refused, List<String> secrets) {}

    private final ObjectMapper json = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** The plan's fields as they are written. */
    public ObjectNode fields(Plan plan) {
        return json.valueToTree(plan);
    }

    public Reading read(JsonNode kept) {
        List<String> refused = new ArrayList<>();
        List<String> secrets = new ArrayList<>();
        ObjectNode whole = fields(Plan.EMPTY);
        for (RecordComponent stage : Plan.class.getRecordComponents()) {
            JsonNode choice = kept.path(stage.getName());
            if (choice instanceof ObjectNode fields && whole.get(stage.getName()) instanceof ObjectNode defaults) {
                whole.set(stage.getName(), accepted(stage, defaults, fields, refused, secrets));
            } else if (!choice.isMissingNode()) {
                refused.add(stage.getName());
            }
        }
        try {
            return new Reading(json.treeToValue(whole, Plan.class), List.copyOf(refused), List.copyOf(secrets));
        } catch (JsonProcessingException | IllegalArgumentException impossible) {
            // Each choice was taken by itself; together they are no more than a record of them.
            throw new IllegalStateException("choices that are each a choice are no plan", impossible);
        }
    }

    /** The kept fields over the defaults: all of them where that is a choice, else those that are by themselves. */
    private ObjectNode accepted(RecordComponent stage, ObjectNode defaults, ObjectNode kept, List<String> refused,
            List<String> secrets) {
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
            String name = stage.getName() + "." + field.getKey();
            refused.add(name);
            if (isForSecret(refusal.get())) {
                secrets.add(name);
            }
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
