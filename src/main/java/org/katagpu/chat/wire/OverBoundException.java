package org.katagpu.chat.wire;

import java.io.IOException;

import org.katagpu.message.Text;

/** A server sent more than this machine's memory is lent it. */
class OverBoundException extends IOException {
    private final transient Text what;

    /** @param what the sentence for the admin: which bound, and how high it is */
    OverBoundException(Text what) {
        super(what.key() + what.arguments());
        this.what = what;
    }

    Text what() {
        return what;
    }
}
