package org.katagpu.chat.export;

import org.jspecify.annotations.Nullable;

/** A text is no conversation of ours. */
public final class ConversationFormatException extends Exception {
    ConversationFormatException(@Nullable String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
