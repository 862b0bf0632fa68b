package org.katagpu.chat.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.katagpu.chat.Dialer;
import org.katagpu.chat.Endpoint;
import org.katagpu.message.ProblemException;

/** One model server as its requests share it: how it is reached, and what was learned of it. */
final class Server {
    static final Duration PATIENCE = Duration.ofSeconds(15);
    static final String CHAT = "POST /v1/chat/completions";

    private static final int MOST_ERROR_BYTES = 64 << 10;

    private final Dialer dialer;
    private final Endpoint endpoint;
    private final Problems problems;
    private volatile boolean takesUsage = true;

    Server(Dialer dialer, String host, Endpoint endpoint) {
        this.dialer = dialer;
        this.endpoint = endpoint;
        this.problems = new Problems(host, endpoint);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Problems problems() {
        return problems;
    }

    /** @throws TimeoutException after {@link #PATIENCE}: a port that takes connections but says nothing to TLS */
    HttpCall open() throws ProblemException, IOException, InterruptedException, TimeoutException {
        return TimedCall.within(PATIENCE, () -> HttpCall.open(dialer, endpoint), HttpCall::close);
    }

    ServerError error(HttpReply reply) throws InterruptedException {
        return ServerError.parse(reply.excerpt(MOST_ERROR_BYTES));
    }

    /** Whether the server takes {@code stream_options}, as far as is known. */
    boolean takesUsage() {
        return takesUsage;
    }

    void refusesUsage() {
        takesUsage = false;
    }
}
