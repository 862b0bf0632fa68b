package org.katagpu.setup;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

import org.katagpu.message.Text;

/**
 * Finds the sentence for an id a script told. A script left on the host by a newer or older wizard may tell ids this
 * one has no words for: they get a general sentence that names the id.
 */
final class StageWords {
    private final Predicate<String> known;

    /** @param known whether the bundles have the key */
    StageWords(Predicate<String> known) {
        this.known = known;
    }

    Text step(String id, JsonNode arguments) {
        return words("step." + id, "stage.unknown.step", id, arguments);
    }

    /** The words of this very status where there are some ({@code finding.gpu.held.pass}), else those of the id. */
    Text finding(String id, Finding.Status status, JsonNode arguments) {
        String ofStatus = "finding." + id + "." + status.name().toLowerCase(Locale.ROOT);
        return words(known.test(ofStatus) ? ofStatus : "finding." + id, "stage.unknown.finding", id, arguments);
    }

    Text next(String id, JsonNode arguments) {
        return words("finding." + id + ".next", "stage.unknown.next", id, arguments);
    }

    Text change(String id, boolean done, JsonNode arguments) {
        return words("change." + id + (done ? ".done" : ""), "stage.unknown.change", id, arguments);
    }

    private Text words(String key, String otherwise, String id, JsonNode arguments) {
        if (!known.test(key)) {
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
