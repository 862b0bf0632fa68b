package org.katagpu.chat.wire;

import org.katagpu.message.Text;

/** One event of a stream is larger than we take. */
final class EventTooLargeException extends LimitExceededException {
    EventTooLargeException(int most) {
        super(Text.of("chat.problem.bound.event", ResponseLimits.size(most)));
    }
}
