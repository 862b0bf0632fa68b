package org.katagpu.chat.wire;

import java.io.IOException;

/** What came is not HTTP/1. */
final class NotHttpException extends IOException {
    NotHttpException(Throwable cause) {
        super(cause);
    }
}
