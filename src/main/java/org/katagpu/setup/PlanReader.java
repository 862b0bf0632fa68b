package org.katagpu.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a plan of JSON that may be of another wizard, edited by hand or damaged. A field that is refused costs only
 * itself: it is named, and what the plan would have without it stands in its place.
 */
final class PlanReader {
    /**
     * @param refused names of the fields left out, {@code gpu.devices}; never their values, which may be anything
     */
    record Reading(Plan plan, List<String> refused) {}

    private final ObjectMapper json = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** The plan's fields as they are written. */
    ObjectNode fields(Plan plan) {
        return json.valueToTree(plan);
    }

    Reading read(JsonNode kept) {
        List<String> refused = new ArrayList<>();
        ObjectNode whole = fields(Plan.EMPTY);
        for (RecordComponent stage : Plan.class.getRecordComponents()) {
            JsonNode choice = kept.path(stage.getName());
            if (choice instanceof ObjectNode fields && whole.get(stage.getName()) instanceof ObjectNode defaults) {
                whole.set(stage.getName(), accepted(stage, defaults, fields, refused));
            } else if (!choice.isMissingNode()) {
                refused.add(stage.getName());
            }
        }
        try {
            return new Reading(json.treeToValue(whole, Plan.class), List.copyOf(refused));
        } catch (JsonProcessingException | IllegalArgumentException impossible) {
            // Each choice was taken by itself; together they are no more than a record of them.
            throw new IllegalStateException("choices that are each a choice are no plan", impossible);
        }
    }

    /** The kept fields over the defaults: all of them where that is a choice, else those that are by themselves. */
    private ObjectNode accepted(RecordComponent stage, ObjectNode defaults, ObjectNode kept, List<String> refused) {
        ObjectNode all = defaults.deepCopy();
        kept.properties().forEach(field -> all.set(field.getKey(), field.getValue()));
        if (isChoice(all, stage.getType())) {
            return all;
        }
        ObjectNode good = defaults.deepCopy();
        kept.properties().forEach(field -> {
            ObjectNode tried = good.deepCopy();
            tried.set(field.getKey(), field.getValue());
            if (isChoice(tried, stage.getType())) {
                good.set(field.getKey(), field.getValue());
            } else {
                refused.add(stage.getName() + "." + field.getKey());
            }
        });
        return good;
    }

    private boolean isChoice(ObjectNode fields, Class<?> type) {
        try {
            return json.treeToValue(fields, type) != null;
        } catch (JsonProcessingException | RuntimeException refused) {
            // A record's constructor refuses by an exception of its own choosing.
            return false;
        }
    }
}
