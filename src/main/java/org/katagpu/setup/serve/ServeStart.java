package org.katagpu.setup.serve;

/** Where an apply begins when something stands already. */
public sealed interface ServeStart {
    /** What is as wanted stays; what is not is made anew. */
    record AsNeeded() implements ServeStart {}

    /** The container is stopped and made anew, whatever stands. */
    record Restart() implements ServeStart {}

    /** One link is tried again, and those after it: {@link ProofLink#SERVER} starts the server anew in its VM. */
    record Again(ProofLink link) implements ServeStart {}

    /** As the script takes it. */
    default String word() {
        return switch (this) {
            case AsNeeded() -> "";
            case Restart() -> "restart";
            case Again(ProofLink link) -> link.word();
        };
    }
}
