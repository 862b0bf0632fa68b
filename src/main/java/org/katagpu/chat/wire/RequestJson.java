package org.katagpu.chat.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.katagpu.chat.ChatRequest;
import org.katagpu.chat.Message;

/** A request as the protocol writes it. */
public final class RequestJson {
    private RequestJson() {}

    /** @param usage whether a stream is asked to end with usage figures, which some servers refuse */
    public static ObjectNode of(ChatRequest request, boolean usage) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", request.model());
        ArrayNode messages = root.putArray("messages");
        for (Message message : request.messages()) {
            messages.addObject().put("role", message.role().wire()).put("content", message.content());
        }
        request.temperature().ifPresent(value -> root.put("temperature", value));
        request.maxTokens().ifPresent(value -> root.put("max_tokens", value));
        request.seed().ifPresent(value -> root.put("seed", value));
        root.put("stream", request.stream());
        if (request.stream() && usage) {
            root.putObject("stream_options").put("include_usage", true);
        }
        return root;
    }

    static byte[] bytes(ChatRequest request, boolean usage) {
        return of(request, usage).toString().getBytes(StandardCharsets.UTF_8);
    }
}
