package org.katagpu.remote.ssh;

import java.time.Duration;

/**
 * How long a host is waited for. A directory service or a busy machine makes sudo slow; only words that stand there
 * without an end of line are a question.
 *
 * @param start until a script begins
 * @param question from sudo's last words, where they look like a question that is not ours
 * @param silence from sudo's start, or from our answer, in any case
 * @param close from the end of both streams to the end of the channel
 */
record WaitLimits(Duration start, Duration question, Duration silence, Duration close) {
    static final WaitLimits USUAL = new WaitLimits(Duration.ofSeconds(90), Duration.ofSeconds(12),
            Duration.ofSeconds(45),
            Duration.ofSeconds(60));
}
