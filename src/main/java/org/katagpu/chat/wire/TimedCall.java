package org.katagpu.chat.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.katagpu.message.ProblemException;

/** Blocking work with an end to its patience: the streams below have no timers of their own. */
final class TimedCall {
    private TimedCall() {}

    interface Work<T> {
        T get() throws ProblemException, IOException, InterruptedException;
    }

    /**
     * Runs the work on a virtual thread, which is interrupted when the time is up or the caller is interrupted.
     *
     * @param tooLate takes a result nobody waits for any more
     * @throws TimeoutException when the time is up
     */
    static <T> T within(Duration limit, Work<T> work, Consumer<T> tooLate)
            throws ProblemException, IOException, InterruptedException, TimeoutException {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread worker = Thread.ofVirtual().name("chat-bounded").start(() -> run(work, result, tooLate));
        try {
            return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            if (!result.cancel(false) && !result.isCompletedExceptionally()) {
                tooLate.accept(result.join());
            }
            worker.interrupt();
            throw e;
        }
    }

    private static <T> void run(Work<T> work, CompletableFuture<T> result, Consumer<T> tooLate) {
        try {
            T value = work.get();
            if (!result.complete(value)) {
                tooLate.accept(value);
            }
        } catch (Throwable e) {
            // Whoever waits is told of anything that ends the work, errors too.
            result.completeExceptionally(e);
        }
    }

    private static IOException rethrown(@Nullable Throwable cause) throws ProblemException, IOException {
        return switch (cause) {
            case ProblemException e -> throw e;
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> new InterruptedIOException(String.valueOf(cause));
        };
    }
}
