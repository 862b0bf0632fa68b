package org.katagpu.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import org.katagpu.message.ProblemException;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.StageListener;
import org.katagpu.setup.StageRun;
import org.katagpu.setup.StageRunner;

/** Tells what a running job has printed so far, and leaves it. */
record JobSnapshot(StageRunner runner, Duration quiet) {
    /** Empty where it runs on. */
    Optional<StageEvent.Ended> follow(StageRun run, StageListener listener)
            throws ProblemException, InterruptedException {
        AtomicLong last = new AtomicLong(System.nanoTime());
        CompletableFuture<StageEvent.Ended> end = new CompletableFuture<>();
        Thread following = Thread.ofVirtual().name("logs").start(() -> {
            try {
                end.complete(runner.follow(run, 0, (event, offset) -> {
                    last.set(System.nanoTime());
                    listener.event(event, offset);
                }));
            } catch (ProblemException e) {
                end.completeExceptionally(e);
            } catch (InterruptedException left) {
                end.cancel(false);
            }
        });
        try {
            while (System.nanoTime() - last.get() < quiet.toNanos()) {
                try {
                    return Optional.of(end.get(quiet.toMillis(), TimeUnit.MILLISECONDS));
                } catch (TimeoutException goesOn) {
                    // Looked at above.
                }
            }
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            following.interrupt();
        }
    }
}
