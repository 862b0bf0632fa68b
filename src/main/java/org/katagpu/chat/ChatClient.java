package org.katagpu.chat;

import java.util.List;
import java.util.function.Consumer;
import org.katagpu.message.ProblemException;

/**
 * Talks to one {@link Endpoint}. Every request has a channel of its own; nothing listens on this machine. May be
 * used from several threads at once.
 */
public interface ChatClient {
    Endpoint endpoint();

    /**
     * {@code GET /health}: returns when the server says it can answer. Blocks for at most 15 s.
     *
     * @throws ProblemException with the reason otherwise
     */
    void health() throws ProblemException, InterruptedException;

    /** {@code GET /v1/models}. Blocks for at most 15 s. */
    List<ServedModel> models() throws ProblemException, InterruptedException;

    /**
     * Sends a request and returns at once. Events come in order on one virtual thread of the exchange; a slow taker
     * slows the stream down.
     */
    Exchange send(ChatRequest request, Consumer<ChatEvent> events);
}
