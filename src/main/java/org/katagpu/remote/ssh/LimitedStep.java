package org.katagpu.remote.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.katagpu.message.Text;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.Questions;

/**
 * One blocking step of a connection, with a limit on the machine's time only. The step runs on a thread of its own
 * (sshj asks on its reader thread, and its waits cannot all be interrupted); its questions are asked on the calling
 * thread, and the limit stands still while the admin thinks.
 */
final class LimitedStep {
    private static final Runnable DONE = () -> {};

    private LimitedStep() {}

    @FunctionalInterface
    interface Work<T> {
        T run(Questions questions) throws Exception;
    }

    /**
     * @param abort frees the step from whatever it blocks on; called when the limit is over or the caller interrupted
     * @throws TimeoutException when the limit is over
     * @throws ExecutionException with what the work threw
     */
    static <T> T within(Duration limit, Questions questions, Closeable abort, Work<T> work)
            throws InterruptedException, TimeoutException, ExecutionException {
        BlockingQueue<Runnable> calls = new LinkedBlockingQueue<>();
        CompletableFuture<T> result = new CompletableFuture<>();
        Relay relay = new Relay(questions, calls);
        Thread.ofVirtual().name("ssh-step").start(() -> {
            try {
                result.complete(work.run(relay));
            } catch (Exception | Error failed) {
                result.completeExceptionally(failed);
            } finally {
                calls.add(DONE);
            }
        });
        try {
            long left = limit.toNanos();
            while (!result.isDone()) {
                long began = System.nanoTime();
                Runnable call = calls.poll(left, TimeUnit.NANOSECONDS);
                left -= System.nanoTime() - began;
                if (call == null) {
                    throw new TimeoutException();
                }
                call.run();
            }
            return result.get();
        } catch (InterruptedException | TimeoutException given) {
            relay.abandoned.cancel(false);
            closeQuietly(abort);
            throw given;
        }
    }

    private static void closeQuietly(Closeable what) {
        try {
            what.close();
        } catch (IOException alreadyBroken) {
            // It is being thrown away: nobody can use the reason.
        }
    }

    /** Hands questions to the calling thread and waits for the answer there. */
    private static final class Relay implements Questions {
        private final Questions admin;
        private final BlockingQueue<Runnable> calls;
        private final CompletableFuture<Object> abandoned = new CompletableFuture<>();

        Relay(Questions admin, BlockingQueue<Runnable> calls) {
            this.admin = admin;
            this.calls = calls;
        }

        @Override
        public HostKeyAnswer hostKey(HostKeyQuestion question) {
            return ask(() -> admin.hostKey(question), HostKeyAnswer.REFUSE);
        }

        @Override
        public Optional<char[]> secret(SecretQuestion question) {
            return ask(() -> admin.secret(question), Optional.empty());
        }

        @Override
        public void told(Text leftOut) {
            admin.told(leftOut);
        }

        private <A> A ask(Supplier<A> question, A whenAbandoned) {
            CompletableFuture<A> answer = new CompletableFuture<>();
            calls.add(() -> {
                try {
                    answer.complete(question.get());
                } catch (RuntimeException failed) {
                    answer.completeExceptionally(failed);
                }
            });
            try {
                CompletableFuture.anyOf(answer, abandoned).get();
                return answer.getNow(whenAbandoned);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return whenAbandoned;
            } catch (CancellationException over) {
                return whenAbandoned;
            } catch (ExecutionException failed) {
                if (abandoned.isCancelled()) {
                    return whenAbandoned;
                }
                throw new IllegalStateException("a question could not be asked", failed.getCause());
            }
        }
    }
}
