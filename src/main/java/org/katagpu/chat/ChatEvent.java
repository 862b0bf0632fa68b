package org.katagpu.chat;

import org.katagpu.message.Problem;

/** What happens to a request under way, in order. The last one is an {@link End}, and there is always exactly one. */
public sealed interface ChatEvent {
    /** The server took the request and is working on it. */
    record Accepted() implements ChatEvent {}

    /** More of the answer, never empty. @param soFar figures including this part */
    record Text(String part, Statistics soFar) implements ChatEvent {}

    /** More of what the model thinks aloud, never empty. */
    record Reasoning(String part, Statistics soFar) implements ChatEvent {}

    sealed interface End extends ChatEvent {
        /** All that was received. */
        Answer answer();
    }

    /** The server ended the answer, see {@link Answer#ending()}. */
    record Finished(Answer answer) implements End {}

    /** Stopped by {@link Exchange#stop()}; the channel is closed, so the server's work ends too. */
    record Stopped(Answer answer) implements End {}

    record Failed(Problem problem, Answer answer) implements End {}
}
