package org.katagpu.chat.wire;

import java.io.IOException;

/** One side speaks TLS and the other does not. */
final class TlsMismatchException extends IOException {
    private final boolean server;

    /** @param server whether it is the server that speaks TLS */
    TlsMismatchException(boolean server, Throwable cause) {
        super(cause);
        this.server = server;
    }

    boolean serverSpeaksTls() {
        return server;
    }
}
