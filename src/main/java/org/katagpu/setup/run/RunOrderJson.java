package org.katagpu.setup.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.setup.Action;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order of a run as one line of JSON: {@code {"version":1,"owner":…,"action":"apply","stages":{"gpu":"done",…},
 * "plan":{…}}}. What was read is data of the host: whatever is no order of ours is none.
 */
final class RunOrderJson {
    private static final int VERSION = 1;
    private static final Logger LOG = LoggerFactory.getLogger(RunOrderJson.class);

    private final JsonMapper json = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    private final Stages stages;

    RunOrderJson(Stages stages) {
        this.stages = stages;
    }

    String write(RunOrder order) {
        ObjectNode root = json.createObjectNode().put("version", VERSION).put("owner", order.owner()).put("action",
                order.state().action().script());
        ObjectNode told = root.putObject("stages");
        order.state().progress().forEach((stage, now) -> told.put(stage, word(now)));
        root.set("plan", json.valueToTree(order.plan()));
        try {
            return json.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan is always JSON", e);
        }
    }

    /** @param fact as {@code order.sh} tells it; empty where it is no order this wizard can drive */
    Optional<RunOrder> read(JsonNode fact) {
        try {
            JsonNode root = json.readTree(fact.path("order").asText());
            Action action = switch (root.path("action").asText()) {
                case "apply" -> Action.APPLY;
                case "undo" -> Action.UNDO;
                default -> throw new IllegalArgumentException("no action of a run");
            };
            Map<String, Progress> progress = new LinkedHashMap<>();
            root.path("stages").properties().forEach(stage -> progress.put(stage.getKey(),
                    progress(stage.getValue().asText())));
            RunState state = RunState.of(stages, action, progress.keySet());
            for (Map.Entry<String, Progress> stage : progress.entrySet()) {
                if (state.progress().containsKey(stage.getKey())) {
                    state = state.put(stage.getKey(), stage.getValue());
                }
            }
            String now = fact.path("now").asText();
            return Optional.of(new RunOrder(fact.path("id").asText(), root.path("owner").asText(),
                    Instant.ofEpochSecond(fact.path("begun").asLong()), fact.path("boot").asText().equals(now), now,
                    plan(root.path("plan")), state));
        } catch (JsonProcessingException | RuntimeException foreign) {
            LOG.warn("what the host keeps as a run cannot be read", foreign);
            return Optional.empty();
        }
    }

    /** A choice or field that an older wizard did not write is as in an empty plan. */
    private Plan plan(JsonNode kept) throws JsonProcessingException {
        ObjectNode plan = json.valueToTree(Plan.EMPTY);
        kept.properties().forEach(choice -> {
            if (plan.get(choice.getKey()) instanceof ObjectNode whole && choice.getValue() instanceof ObjectNode own) {
                whole.setAll(own);
            }
        });
        return json.treeToValue(plan, Plan.class);
    }

    private static String word(Progress now) {
        return switch (now) {
            case Progress.Waiting _ -> "waiting";
            case Progress.UnderWay _ -> "under-way";
            case Progress.Done _ -> "done";
            case Progress.Failed _ -> "failed";
            case Progress.Stopped _ -> "stopped";
            case Progress.Asks _ -> "asks";
            case Progress.NotBegun _ -> "not-begun";
        };
    }

    private static Progress progress(String word) {
        return switch (word) {
            case "waiting" -> Progress.WAITING;
            case "under-way" -> Progress.UNDER_WAY;
            case "done" -> Progress.DONE;
            case "failed" ->
                new Progress.Failed(Problem.of(Text.of("run.failed_before"), Text.of("run.not_done.next")));
            case "stopped" -> Progress.STOPPED;
            case "asks" -> Progress.ASKS;
            case "not-begun" -> new Progress.NotBegun(Text.of("run.not_begun.stopped"));
            default -> throw new IllegalArgumentException("no state of a stage");
        };
    }
}
