package org.katagpu.practice.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** One request for words, and its answer, piece by piece at a pace people can read. */
final class Completion {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int USUAL_MOST = 16;

    private final JsonNode request;
    private final boolean chat;
    private final GuestServerRequest served;
    private final String id;
    private final long created = System.currentTimeMillis() / 1000;
    private final String question;
    private final int promptTokens;

    Completion(JsonNode request, boolean chat, GuestServerRequest served) {
        this.request = request;
        this.chat = chat;
        this.served = served;
        this.id = (chat ? "chatcmpl-" : "cmpl-") + UUID.randomUUID().toString().replace("-", "");
        String last = request.path("prompt").asText();
        int tokens = TextTokens.count(last);
        for (JsonNode message : request.path("messages")) {
            String words = words(message.path("content"));
            tokens += TextTokens.count(words);
            last = message.path("role").asText().equals("user") ? words : last;
        }
        question = last;
        promptTokens = tokens;
    }

    /** A text, or the text parts of a list. */
    private static String words(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder words = new StringBuilder();
        content.forEach(part -> words.append(part.path("text").asText()));
        return words.toString();
    }

    String model() {
        return request.path("model").asText();
    }

    boolean isStream() {
        return request.path("stream").asBoolean();
    }

    int promptTokens() {
        return promptTokens;
    }

    /** What the client allows for the answer; 0: as much as there is room for. */
    int mostTokens() {
        int most = request.path("max_completion_tokens").asInt(request.path("max_tokens").asInt(0));
        return most > 0 || chat ? most : USUAL_MOST;
    }

    int wantedTokens() {
        return promptTokens + mostTokens();
    }

    private List<String> pieces() {
        List<String> all = TextTokens.of(new PracticeWords(served).answer(question));
        int most = mostTokens() > 0 ? mostTokens() : served.maxLength() - promptTokens;
        return all.size() <= most ? all : all.subList(0, most);
    }

    private boolean isCut(List<String> pieces) {
        return pieces.size() < TextTokens.of(new PracticeWords(served).answer(question)).size();
    }

    /** @param event told of each event's data, the last one {@code [DONE]} @param token told of each piece */
    void stream(Consumer<String> event, Runnable token) {
        if (chat) {
            event.accept(text(chunk(JSON.createObjectNode().put("role", "assistant").put("content", ""), null)));
        }
        List<String> pieces = pieces();
        for (String piece : pieces) {
            LockSupport.parkNanos(served.pace().toNanos());
            event.accept(text(chunk(JSON.createObjectNode().put("content", piece), null)));
            token.run();
        }
        event.accept(text(chunk(JSON.createObjectNode().put("content", ""), isCut(pieces) ? "length" : "stop")));
        if (request.path("stream_options").path("include_usage").asBoolean()) {
            ObjectNode last = head(".chunk");
            last.putArray("choices");
            last.set("usage", usage(pieces.size()));
            event.accept(text(last));
        }
        event.accept("[DONE]");
    }

    /** The answer in one document. */
    String whole(Runnable token) {
        List<String> pieces = pieces();
        for (int i = 0; i < pieces.size(); i++) {
            LockSupport.parkNanos(served.pace().toNanos());
            token.run();
        }
        ObjectNode choice = JSON.createObjectNode().put("index", 0).put("finish_reason",
                isCut(pieces) ? "length" : "stop");
        String words = String.join("", pieces);
        if (chat) {
            choice.set("message", JSON.createObjectNode().put("role", "assistant").put("content", words));
        } else {
            choice.put("text", words);
        }
        ObjectNode document = head("");
        document.putArray("choices").add(choice);
        document.set("usage", usage(pieces.size()));
        return text(document);
    }

    private ObjectNode chunk(ObjectNode delta, @org.jspecify.annotations.Nullable String finish) {
        ObjectNode choice = JSON.createObjectNode().put("index", 0);
        if (chat) {
            choice.set("delta", delta);
        } else {
            choice.put("text", delta.path("content").asText());
        }
        choice.put("finish_reason", finish);
        ObjectNode chunk = head(".chunk");
        chunk.putArray("choices").add(choice);
        return chunk;
    }

    private ObjectNode head(String suffix) {
        return JSON.createObjectNode().put("id", id)
                .put("object", chat ? "chat.completion" + suffix : "text_completion")
                .put("created", created).put("model", served.name());
    }

    private ObjectNode usage(int completionTokens) {
        return JSON.createObjectNode().put("prompt_tokens", promptTokens).put("completion_tokens", completionTokens)
                .put("total_tokens", promptTokens + completionTokens);
    }

    private static String text(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
