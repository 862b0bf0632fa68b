package org.katagpu.chat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One {@code POST /v1/chat/completions}. Names are the protocol's; what is empty is not sent.
 *
 * @param stream whether the answer comes in parts as it is made; usage figures are asked for too
 */
public record ChatRequest(String model, List<Message> messages, OptionalDouble temperature, OptionalInt maxTokens,
        OptionalLong seed, boolean stream) {
    public ChatRequest {
        messages = List.copyOf(messages);
    }

    public static ChatRequest of(String model, List<Message> messages, Settings settings) {
        return new ChatRequest(model, messages, settings.temperature(), settings.maxTokens(), settings.seed(), true);
    }

    /** The same, answered in one piece. */
    public ChatRequest whole() {
        return new ChatRequest(model, messages, temperature, maxTokens, seed, false);
    }
}
