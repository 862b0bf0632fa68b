package org.katagpu.chat;

/** A request under way. */
public interface Exchange {
    /**
     * Ends it: the channel to the server is closed, which ends its work. Returns at once;
     * {@link ChatEvent.Stopped} follows unless another end came first. May be called more than once.
     */
    void stop();

    /** Waits until the last event was delivered. */
    void await() throws InterruptedException;
}
