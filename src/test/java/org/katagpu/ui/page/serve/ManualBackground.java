package org.katagpu.ui.page.serve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.ui.control.Background;

/** Work is done when the test says so, on its own thread. */
final class ManualBackground implements Background {
    private record Task<T>(Work<T> work, Consumer<? super T> done, Consumer<Problem> failed, AtomicBoolean wanted) {
        void perform() {
            try {
                T result = work.get();
                if (wanted.get()) {
                    done.accept(result);
                }
            } catch (ProblemException e) {
                failed.accept(e.problem());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private final Deque<Task<?>> tasks = new ArrayDeque<>();

    @Override
    public <T> Running run(Work<T> work, Consumer<? super T> done, Consumer<Problem> failed) {
        Task<T> task = new Task<>(work, done, failed, new AtomicBoolean(true));
        tasks.add(task);
        return () -> {
            task.wanted().set(false);
            tasks.remove(task);
        };
    }

    @Override
    public void later(Runnable action) {
        action.run();
    }

    void next() {
        tasks.remove().perform();
    }

    int waiting() {
        return tasks.size();
    }
}
