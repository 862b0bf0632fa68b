package org.katagpu.chat;

/**
 * What the model said to one question, whole or as far as it came.
 *
 * @param text Markdown as a rule
 * @param reasoning what the model thought aloud, where the server tells that apart; else empty
 * @param model the name the server answered under
 */
public record Answer(String text, String reasoning, Ending ending, String model, Statistics statistics) {
    /** Why the answer ended where it does. */
    public enum Ending {
        /** The model was done. */
        COMPLETE,
        /** Cut off: max tokens or the model's context length reached. */
        LENGTH,
        /** Held back by the server's content filter. */
        FILTERED,
        /** The model asked for a tool, which this chat has none of. */
        TOOL,
        /** Stopped by the admin. */
        STOPPED,
        /** Broken off by a failure. */
        FAILED
    }

    /** Whether nothing at all was received. */
    public boolean empty() {
        return text.isEmpty() && reasoning.isEmpty();
    }
}
