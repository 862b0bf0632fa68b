package org.katagpu.setup.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.ArrayList;
import java.util.List;

/** Takes the facts out of a finished script's output: the control lines that carry its nonce. */
final class FactLines {
    private static final ObjectReader JSON = new ObjectMapper().reader();

    private final List<JsonNode> facts = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    FactLines(String output, String nonce) {
        String mark = "\u001ekatagpu " + nonce + " fact ";
        output.lines().forEach(line -> read(line, mark));
    }

    private void read(String line, String mark) {
        int at = line.indexOf(mark);
        if (at < 0) {
            others.add(line);
            return;
        }
        try {
            facts.add(JSON.readTree(line.substring(at + mark.length())));
        } catch (JsonProcessingException broken) {
            // Kept with the plain lines: what it would have told stays unknown.
            others.add(line);
        }
    }

    List<JsonNode> facts() {
        return facts;
    }

    /** Everything that is no fact. */
    List<String> others() {
        return others;
    }
}
