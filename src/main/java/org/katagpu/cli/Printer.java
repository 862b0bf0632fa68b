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
 * printed but as text that can be seen. Any thread.
 */
final class Printer {
    private static final String CLEARED = "\r\u001b[K";

    private final PrintStream out;
    private final PrintStream err;
    private final Messages words;
    private final boolean asJson;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    /** Whether a line stands on the terminal that is drawn over by the next. */
    private boolean drawn;

    Printer(PrintStream out, PrintStream err, Messages words, boolean asJson) {
        this.out = out;
        this.err = err;
        this.words = words;
        this.asJson = asJson;
    }

    /** The same, but for what is told in between: only trouble is. */
    Printer silent() {
        return new Printer(out, err, words, true);
    }

    Messages words() {
        return words;
    }

    /** Whether one JSON document is wanted instead of sentences. */
    boolean asJson() {
        return asJson;
    }

    void say(String key, Object... arguments) {
        line(out, words.get(key, arguments));
    }

    void say(Text text) {
        line(out, words.get(text));
    }

    /** What was read somewhere, as it stands. */
    void raw(String text) {
        line(out, VisibleText.of(text));
    }

    /** A piece of what the model says, as it comes: no line of its own. */
    synchronized void piece(String text) {
        out.print(VisibleText.of(text));
        out.flush();
    }

    /** Drawn over by whatever comes next: for a terminal. */
    synchronized void draw(String text) {
        out.print(CLEARED + VisibleText.of(text));
        out.flush();
        drawn = true;
    }

    void json(JsonNode document) {
        try {
            line(out, json.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    /** Told beside the result: never part of it. */
    void aside(String key, Object... arguments) {
        line(err, words.get(key, arguments));
    }

    void aside(Text text) {
        line(err, words.get(text));
    }

    void trouble(Problem problem) {
        line(err, ProblemWords.all(words, problem).strip());
    }

    private synchronized void line(PrintStream to, String text) {
        if (drawn) {
            out.print(CLEARED);
            out.flush();
            drawn = false;
        }
        to.println(text);
    }
}
