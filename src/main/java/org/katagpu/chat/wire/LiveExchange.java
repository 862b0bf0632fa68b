package org.katagpu.chat.wire;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.katagpu.chat.Answer;
import org.katagpu.chat.Answer.Ending;
import org.katagpu.chat.ChatEvent;
import org.katagpu.chat.ChatEvent.End;
import org.katagpu.chat.ChatRequest;
import org.katagpu.chat.Exchange;
import org.katagpu.chat.Statistics;
import org.katagpu.message.ProblemException;

/** One request on a virtual thread of its own, from opening the channel to the last event. */
final class LiveExchange implements Exchange {
    private static final int OK = 200;

    private final Server server;
    private final ChatRequest request;
    private final Consumer<ChatEvent> events;
    private final ResponseLimits bounds;
    private final AnswerBuilder answer;
    private final CountDownLatch delivered = new CountDownLatch(1);
    private @Nullable Thread worker;
    private @Nullable HttpCall call;
    private boolean stopped;
    private boolean ended;
    private boolean begun;

    LiveExchange(Server server, ChatRequest request, AnswerBuilder answer, Consumer<ChatEvent> events,
            ResponseLimits bounds) {
        this.bounds = bounds;
        this.server = server;
        this.request = request;
        this.answer = answer;
        this.events = events;
    }

    synchronized void start() {
        worker = Thread.ofVirtual().name("chat-exchange").start(this::run);
    }

    @Override
    public synchronized void stop() {
        if (stopped || ended) {
            return;
        }
        stopped = true;
        if (call != null) {
            call.close();
        }
        if (worker != null) {
            worker.interrupt();
        }
    }

    @Override
    public void await() throws InterruptedException {
        delivered.await();
    }

    private void run() {
        try {
            events.accept(last());
        } finally {
            delivered.countDown();
        }
    }

    /** A failure after the stop is the stop's own doing; an end that came before it counts. */
    private End last() {
        End end;
        try {
            Ending ending = talk();
            end = new ChatEvent.Finished(answer.answer(ending));
        } catch (ProblemException e) {
            end = new ChatEvent.Failed(e.problem(), answer.answer(Ending.FAILED));
        } catch (IOException e) {
            end = new ChatEvent.Failed(server.problems().failed(Server.CHAT, e, begun),
                    answer.answer(Ending.FAILED));
        } catch (InterruptedException e) {
            end = new ChatEvent.Stopped(answer.answer(Ending.STOPPED));
        } catch (Throwable e) {
            // Whatever it is, memory used up included: who waits for the end gets one.
            end = new ChatEvent.Failed(server.problems().unexpected(Server.CHAT, e), received());
        }
        synchronized (this) {
            ended = true;
            // The interrupt of a stop was for the channel, not for the taker of the last event.
            Thread.interrupted();
            return stopped && end instanceof ChatEvent.Failed
                    ? new ChatEvent.Stopped(answer.answer(Ending.STOPPED))
                    : end;
        }
    }

    /** What came before a failure of this program; nothing where even that cannot be had. */
    private Answer received() {
        try {
            return answer.answer(Ending.FAILED);
        } catch (OutOfMemoryError noRoom) {
            return new Answer("", "", Ending.FAILED, request.model(), Statistics.NONE);
        }
    }

    private Ending talk() throws ProblemException, IOException, InterruptedException {
        boolean usage = server.takesUsage();
        try (HttpCall first = opened()) {
            HttpReply reply = post(first, usage);
            if (reply.status() == OK) {
                return read(reply);
            }
            ServerError error = server.error(reply);
            boolean withoutUsage = usage && request.stream() && error.aboutUsage();
            if (!withoutUsage) {
                throw new ProblemException(server.problems().refused(Server.CHAT, reply, error));
            }
        }
        server.refusesUsage();
        try (HttpCall second = opened()) {
            HttpReply reply = post(second, false);
            if (reply.status() == OK) {
                return read(reply);
            }
            throw new ProblemException(server.problems().refused(Server.CHAT, reply, server.error(reply)));
        }
    }

    private HttpCall opened() throws ProblemException, IOException, InterruptedException {
        HttpCall opened;
        try {
            opened = server.open();
        } catch (TimeoutException e) {
            throw new ProblemException(server.problems().timedOut(Server.CHAT, Server.PATIENCE.toSeconds()), e);
        }
        synchronized (this) {
            call = opened;
            if (stopped) {
                opened.close();
                throw new InterruptedException();
            }
        }
        return opened;
    }

    private HttpReply post(HttpCall through, boolean usage) throws ProblemException, IOException {
        try {
            return through.post("/v1/chat/completions",
                    request.stream() ? "text/event-stream" : "application/json", RequestJson.bytes(request, usage));
        } catch (IllegalArgumentException key) {
            throw new ProblemException(server.problems().badKey(Server.CHAT), key);
        }
    }

    private Ending read(HttpReply reply) throws ProblemException, IOException, InterruptedException {
        begun = true;
        events.accept(new ChatEvent.Accepted());
        return new ReplyReader(Server.CHAT, server.problems(), answer, events, bounds).read(reply);
    }
}
