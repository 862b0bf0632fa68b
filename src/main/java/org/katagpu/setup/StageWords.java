package org.katagpu.setup;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

import org.katagpu.message.Text;

/**
 * Finds the sentence for an id a script told: {@code gpu.held} is the finding {@code gpu.finding.held}, in the words of
 * the stage. A script left on the host by a newer or older wizard may tell ids this one has no words for: they get a
 * general sentence that names the id.
 */
public final class StageWords {
    /** Words that several stages share. */
    public static final String SHARED = "fetch";

    private final Predicate<String> known;
    private final Set<String> rooms = new HashSet<>(Set.of(SHARED));

    /**
     * @param known whether the bundles have the key
     * @param stage that runs; it may tell ids of others
     */
    StageWords(Predicate<String> known, String stage) {
        this.known = known;
        rooms.add(stage);
        Stages.WHOLE.steps().forEach(step -> rooms.add(step.stage()));
    }

    Text step(String id, JsonNode arguments) {
        return words(key("step", id), "stage.unknown.step", id, arguments);
    }

    /** The words of this very status where there are some ({@code gpu.finding.held.pass}), else those of the id. */
    Text finding(String id, Finding.Status status, JsonNode arguments) {
        String ofStatus = key("finding", id) + "." + status.name().toLowerCase(Locale.ROOT);
        return words(isKnown(ofStatus) ? ofStatus : key("finding", id), "stage.unknown.finding", id, arguments);
    }

    Text next(String id, JsonNode arguments) {
        return words(key("finding", id) + ".next", "stage.unknown.next", id, arguments);
    }

    Text change(String id, boolean done, JsonNode arguments) {
        return words(key("change", id) + (done ? ".done" : ""), "stage.unknown.change", id, arguments);
    }

    private static String key(String kind, String id) {
        int dot = id.indexOf('.');
        return id.substring(0, Math.max(0, dot)) + "." + kind + id.substring(Math.max(0, dot));
    }

    /** No bundle is looked for by a name a host made up. */
    private boolean isKnown(String key) {
        return rooms.contains(key.substring(0, key.indexOf('.'))) && known.test(key);
    }

    private Text words(String key, String otherwise, String id, JsonNode arguments) {
        if (!isKnown(key)) {
            return Text.of(otherwise, id);
        }
        return Text.of(key, StreamSupport.stream(arguments.spliterator(), false).map(JsonNode::asText)
                .map(StageWords::argument).toArray());
    }

    /** Scripts write a dash for what is not there. */
    private static Object argument(String told) {
        return told.equals("-") ? Text.of("stage.none") : told;
    }
}
