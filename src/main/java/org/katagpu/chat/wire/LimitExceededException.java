package org.katagpu.chat.wire;

import java.io.IOException;

import org.katagpu.message.Text;

/** A server sent more than this machine's memory is lent it. */
class LimitExceededException extends IOException {
    private final transient Text what;

    /** @param what the sentence for the admin: which bound, and how high it is */
    LimitExceededException(Text what) {
        super(what.key() + what.arguments());
        this.what = what;
    }

    Text what() {
        return what;
    }
}
