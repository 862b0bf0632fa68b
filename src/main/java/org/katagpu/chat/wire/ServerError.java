package org.katagpu.chat.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An error in the words of the server.
 *
 * @param message to be shown as it is; empty where the server said nothing
 * @param kind the server's type and code, lower case, for telling errors apart
 * @param status an HTTP status inside the error, where there is one: errors in a stream carry it
 */
record ServerError(String message, String kind, OptionalInt status) {
    private static final ObjectMapper JSON = ResponseLimits.json();
    private static final int LONGEST = 4000;
    private static final int LOWEST_ERROR = 400;
    private static final List<String> TOO_LONG = List.of("context length", "context_length", "context size",
            "context_size", "context window", "max_model_len", "maximum model length", "too many tokens");

    /** @param body JSON in one of the shapes in use, or any text */
    static ServerError parse(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            return of(root).orElseGet(() -> root.path("message").isTextual() ? from(root) : plain(body));
        } catch (JsonProcessingException notJson) {
            return plain(body);
        }
    }

    /**
     * The error in a JSON value: {@code {"error":{"message":…}}} (OpenAI, vLLM from 0.10, llama.cpp),
     * {@code {"error":"…"}} (vLLM's 401, Ollama), {@code {"object":"error","message":…}} (older vLLM),
     * {@code {"detail":…}} (FastAPI).
     */
    static Optional<ServerError> of(JsonNode root) {
        JsonNode error = root.path("error");
        if (error.isObject()) {
            return Optional.of(from(error));
        }
        if (error.isTextual() && !error.asText().isBlank()) {
            return Optional.of(plain(error.asText()));
        }
        if (error.isArray() && !error.isEmpty() || error.isNumber() || error.asBoolean()) {
            return Optional.of(plain(error.toString()));
        }
        if (root.path("object").asText().equals("error")) {
            return Optional.of(from(root));
        }
        JsonNode detail = root.path("detail");
        return detail.isMissingNode() || detail.isNull()
                ? Optional.empty()
                : Optional.of(plain(detail.isTextual() ? detail.asText() : detail.toString()));
    }

    static ServerError plain(String text) {
        String shown = text.strip();
        return new ServerError(shown.length() > LONGEST ? shown.substring(0, LONGEST) + "…" : shown, "",
                OptionalInt.empty());
    }

    private static ServerError from(JsonNode error) {
        JsonNode code = error.path("code");
        OptionalInt status = code.asInt() >= LOWEST_ERROR ? OptionalInt.of(code.asInt()) : OptionalInt.empty();
        String kind = error.path("type").asText() + " " + code.asText();
        JsonNode message = error.path("message");
        return new ServerError(plain(message.isTextual() ? message.asText() : error.toString()).message(),
                kind.toLowerCase(Locale.ROOT), status);
    }

    /** Whether the conversation is longer than the model takes. */
    boolean tooLong() {
        String words = words();
        return TOO_LONG.stream().anyMatch(words::contains);
    }

    boolean aboutModel() {
        return words().contains("model");
    }

    /** Whether it is {@code stream_options} that the server refuses. */
    boolean aboutUsage() {
        return words().contains("stream_options") || words().contains("include_usage");
    }

    List<String> lines() {
        return message.lines().toList();
    }

    private String words() {
        return kind + " " + message.toLowerCase(Locale.ROOT);
    }
}
