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
record Piece(String model, String text, String reasoning, Optional<String> finish, Optional<Usage> usage,
        Optional<ServerError> error) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws JsonProcessingException when it is no JSON object */
    static Piece parse(String json) throws JsonProcessingException {
        JsonNode root = JSON.readTree(json);
        if (!root.isObject()) {
            throw new NotAnObjectException();
        }
        JsonNode choice = root.path("choices").path(0);
        JsonNode said = choice.has("delta") ? choice.path("delta") : choice.path("message");
        JsonNode finish = choice.path("finish_reason");
        String reasoning = text(said.path("reasoning_content"));
        return new Piece(text(root.path("model")), text(said.path("content")),
                reasoning.isEmpty() ? text(said.path("reasoning")) : reasoning,
                finish.isTextual() ? Optional.of(finish.asText()) : Optional.empty(), usage(root.path("usage")),
                ServerError.of(root));
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.asText() : "";
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
