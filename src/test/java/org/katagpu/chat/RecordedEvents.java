package org.katagpu.chat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.katagpu.chat.ChatEvent.End;
import org.katagpu.message.Problem;

/** The events of one exchange, kept. */
public final class RecordedEvents implements Consumer<ChatEvent> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<ChatEvent> events = new CopyOnWriteArrayList<>();
    private final CountDownLatch text = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public void accept(ChatEvent event) {
        events.add(event);
        if (event instanceof ChatEvent.Text) {
            text.countDown();
        }
        if (event instanceof End) {
            end.countDown();
        }
    }

    public List<ChatEvent> events() {
        return events;
    }

    public void awaitText() throws InterruptedException {
        await(text, "the first text");
    }

    public End end() throws InterruptedException {
        await(end, "the end");
        return (End) events.getLast();
    }

    public Answer finished() throws InterruptedException {
        return switch (end()) {
            case ChatEvent.Finished(Answer answer) -> answer;
            case End other -> throw new AssertionError("not finished but " + other);
        };
    }

    public Problem problem() throws InterruptedException {
        return switch (end()) {
            case ChatEvent.Failed(Problem problem, _) -> problem;
            case End other -> throw new AssertionError("not failed but " + other);
        };
    }

    private void await(CountDownLatch latch, String what) throws InterruptedException {
        if (!latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("waited in vain for " + what + ", heard " + events);
        }
    }
}
