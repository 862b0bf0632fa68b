package org.katagpu.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;

import org.katagpu.message.Messages;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemWords;
import org.katagpu.message.Text;
import org.katagpu.message.VisibleText;

/**
 * What the caller reads: results on standard output, trouble on standard error. Nothing of a host, file or server is
 * printed but as text that can be seen.
 */
final class Printer {
    private final PrintStream out;
    private final PrintStream err;
    private final Messages words;
    private final boolean asJson;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    Printer(PrintStream out, PrintStream err, Messages words, boolean asJson) {
        this.out = out;
        this.err = err;
        this.words = words;
        this.asJson = asJson;
    }

    Messages words() {
        return words;
    }

    /** Whether one JSON document is wanted instead of sentences. */
    boolean asJson() {
        return asJson;
    }

    void say(String key, Object... arguments) {
        out.println(words.get(key, arguments));
    }

    void say(Text text) {
        out.println(words.get(text));
    }

    /** What was read somewhere, as it stands. */
    void raw(String text) {
        out.println(VisibleText.of(text));
    }

    void json(JsonNode document) {
        try {
            out.println(json.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    /** Told beside the result: never part of it. */
    void aside(String key, Object... arguments) {
        err.println(words.get(key, arguments));
    }

    void aside(Text text) {
        err.println(words.get(text));
    }

    void trouble(Problem problem) {
        err.println(ProblemWords.all(words, problem).strip());
    }
}
