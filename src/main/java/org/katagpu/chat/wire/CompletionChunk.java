package org.katagpu.chat.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.katagpu.chat.Usage;

/**
 * What one JSON value of the server adds to an answer: a {@code chat.completion.chunk} of a stream, or a whole
 * {@code chat.completion}.
 *
 * @param model the name the server answers under; empty where it names none
 * @param finish why the answer ends, in the server's word
 */
record CompletionChunk(String model, String text, String reasoning, Optional<String> finish, Optional<Usage> usage,
        Optional<ServerError> error) {
    private static final ObjectMapper JSON = ResponseLimits.json();

    /** @throws JsonProcessingException when it is no JSON object */
    static CompletionChunk parse(String json) throws JsonProcessingException {
        JsonNode root = JSON.readTree(json);
        if (!root.isObject()) {
            throw new NotAnObjectException();
        }
        JsonNode choice = root.path("choices").path(0);
        JsonNode said = choice.has("delta") ? choice.path("delta") : choice.path("message");
        JsonNode finish = choice.path("finish_reason");
        return new CompletionChunk(text(root.path("model")), text(said.path("content")), thought(said),
                finish(finish), usage(root.path("usage")), ServerError.of(root).or(() -> ServerError.of(choice)));
    }

    /** A text, or a list of parts of which those of type {@code text} are the answer. */
    private static String text(JsonNode node) {
        if (!node.isArray()) {
            return node.isTextual() ? node.asText() : "";
        }
        StringBuilder text = new StringBuilder();
        node.forEach(part -> text.append(part.isTextual() || part.path("type").asText().equals("text")
                ? text(part.isTextual() ? part : part.path("text"))
                : ""));
        return text.toString();
    }

    /** What the model thought aloud: in a field of its own, or among the parts of the answer. */
    private static String thought(JsonNode said) {
        String reasoning = text(said.path("reasoning_content"));
        reasoning = reasoning.isEmpty() ? text(said.path("reasoning")) : reasoning;
        if (!reasoning.isEmpty() || !said.path("content").isArray()) {
            return reasoning;
        }
        StringBuilder parts = new StringBuilder();
        said.path("content").forEach(part -> parts.append(text(part.path("thinking"))));
        return parts.toString();
    }

    /** Some servers write that there is no reason yet as an empty word, or as the word "null". */
    private static Optional<String> finish(JsonNode node) {
        return Optional.of(node.isTextual() ? node.asText().strip() : "")
                .filter(word -> !word.isEmpty() && !word.equalsIgnoreCase("null") && !word.equalsIgnoreCase("none"));
    }

    private static Optional<Usage> usage(JsonNode node) {
        return node.path("completion_tokens").isNumber()
                ? Optional.of(new Usage(node.path("prompt_tokens").asInt(), node.path("completion_tokens").asInt()))
                : Optional.empty();
    }

    private static final class NotAnObjectException extends JsonProcessingException {
        NotAnObjectException() {
            super("not an object");
        }
    }
}
