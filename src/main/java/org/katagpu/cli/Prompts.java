package org.katagpu.cli;

import java.util.Optional;

/** Asks whoever sits at the terminal, also where input and output of the program go elsewhere. */
public interface Prompts {
    /** Nobody sits there. */
    Prompts NONE = new Prompts() {
        @Override
        public Optional<String> line(String prompt) {
            return Optional.empty();
        }

        @Override
        public Optional<char[]> secret(String prompt) {
            return Optional.empty();
        }
    };

    /** Whether what is printed is seen on a terminal, so that a line may be drawn over. */
    default boolean seen() {
        return false;
    }

    /** A line as typed; empty where there is no terminal, or it ended. */
    Optional<String> line(String prompt);

    /** Typed without being shown; handed over, to be wiped. */
    Optional<char[]> secret(String prompt);
}
