package org.katagpu.ui.control;

import java.util.function.Consumer;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;

/** Runs blocking work away from the JavaFX thread and brings its result back to it. */
public interface Background {
    /** Work that blocks. */
    @FunctionalInterface
    interface Work<T> {
        T get() throws ProblemException, InterruptedException;
    }

    /** Work under way. After {@link #cancel()} neither of the two consumers is called any more. */
    @FunctionalInterface
    interface Running {
        void cancel();
    }

    /** Starts the work; exactly one of the two consumers is called, on the JavaFX thread. Call it from that thread. */
    <T> Running run(Work<T> work, Consumer<? super T> done, Consumer<Problem> failed);

    /** Hands an action to the JavaFX thread, from any thread. */
    void later(Runnable action);
}
