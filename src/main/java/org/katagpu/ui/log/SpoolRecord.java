package org.katagpu.ui.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.katagpu.message.Text;

/**
 * One entry as one row of the spool file: a letter for kind or level, the time in milliseconds, a space, and the raw
 * line or, for the wizard's own words, JSON (so that they can be saved in the language of the day).
 */
final class SpoolRecord {
    private static final char HEADING = 'H';
    private static final char SAID = 'S';
    private static final char LINE = 'L';

    private final ObjectMapper json = new ObjectMapper();

    String write(LogEntry entry, String wholeText) throws IOException {
        return switch (entry) {
            case LogEntry.Line line -> LINE + head(entry) + oneRow(wholeText);
            case LogEntry.Heading heading -> HEADING + head(entry)
                    + json.writeValueAsString(List.of(heading.n(), heading.of(), tree(heading.title())));
            case LogEntry.Said said -> SAID + head(entry) + json.writeValueAsString(tree(said.text()));
        };
    }

    LogEntry read(long number, String row) throws IOException {
        int space = row.indexOf(' ');
        LogLevel level = LogLevel.values()[row.charAt(1) - '0'];
        long time = Long.parseLong(row.substring(2, space));
        String body = row.substring(space + 1);
        return switch (row.charAt(0)) {
            case HEADING -> {
                JsonNode node = json.readTree(body);
                yield new LogEntry.Heading(number, time, node.get(0).intValue(), node.get(1).intValue(),
                        text(node.get(2)));
            }
            case SAID -> new LogEntry.Said(number, time, level, text(json.readTree(body)));
            default -> new LogEntry.Line(number, time, level, Sgr.NONE, body, 0);
        };
    }

    private static String head(LogEntry entry) {
        return entry.level().ordinal() + Long.toString(entry.time()) + ' ';
    }

    /** A carriage return inside a line would split the row: what it overwrote is left out, as on screen. */
    private static String oneRow(String text) {
        if (text.indexOf('\r') < 0) {
            return text;
        }
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\r') {
            end--;
        }
        return text.substring(text.lastIndexOf('\r', end - 1) + 1, end);
    }

    private ArrayNode tree(Text text) throws JsonProcessingException {
        ArrayNode node = json.createArrayNode().add(text.key());
        for (Object argument : text.arguments()) {
            node.add(argument instanceof Text nested ? tree(nested) : json.valueToTree(argument));
        }
        return node;
    }

    private static Text text(JsonNode node) {
        List<Object> arguments = new ArrayList<>();
        for (int i = 1; i < node.size(); i++) {
            JsonNode argument = node.get(i);
            arguments.add(argument.isArray()
                    ? text(argument)
                    : argument.isNumber() ? argument.numberValue() : argument.asText());
        }
        return new Text(node.get(0).asText(), arguments);
    }
}
