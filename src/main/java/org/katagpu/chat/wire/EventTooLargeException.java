package org.katagpu.chat.wire;

import java.io.IOException;

/** One event of a stream is larger than we take. */
final class EventTooLargeException extends IOException {
    EventTooLargeException(int most) {
        super("an event of more than " + most + " bytes");
    }
}
