package org.katagpu.remote.ssh;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Makes a blocking call of sshj interruptible: it goes on by itself, and what comes of it too late is disposed of. */
final class Blocking {
    private Blocking() {}

    /** @param tooLate takes the result that nobody waits for any more */
    static <T> T call(Callable<T> work, Consumer<T> tooLate) throws IOException, InterruptedException {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().name("ssh-call").start(() -> {
            try {
                result.complete(work.call());
            } catch (Exception | Error failed) {
                result.completeExceptionally(failed);
            }
        });
        try {
            return result.get();
        } catch (InterruptedException stopped) {
            result.thenAccept(tooLate);
            throw stopped;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException known) {
                throw known;
            }
            throw new IOException(failed.getCause());
        }
    }
}
