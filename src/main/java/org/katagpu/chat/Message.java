package org.katagpu.chat;

import java.util.Locale;

/** One message as the server gets it. */
public record Message(Role role, String content) {
    public enum Role {
        SYSTEM, USER, ASSISTANT;

        /** The protocol's word. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
