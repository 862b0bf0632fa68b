package org.katagpu.ui.control;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import javafx.application.Platform;

import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One virtual thread for each piece of work. */
public final class FxBackground implements Background {
    private static final Logger LOG = LoggerFactory.getLogger(FxBackground.class);

    @Override
    public <T> Running run(Work<T> work, Consumer<? super T> done, Consumer<Problem> failed) {
        AtomicBoolean wanted = new AtomicBoolean(true);
        Thread thread = Thread.ofVirtual().name("work").start(() -> perform(work, result -> hand(wanted, done, result),
                problem -> hand(wanted, failed, problem)));
        return () -> {
            wanted.set(false);
            thread.interrupt();
        };
    }

    private static <T> void perform(Work<T> work, Consumer<T> done, Consumer<Problem> failed) {
        T result;
        try {
            result = work.get();
        } catch (ProblemException e) {
            LOG.info("work failed: {}", e.getMessage());
            LOG.debug("cause", e);
            failed.accept(e.problem());
            return;
        } catch (InterruptedException e) {
            LOG.debug("work was cancelled", e);
            failed.accept(Problem.of(Text.of("frame.cancelled"), Text.of("frame.cancelled.next")));
            return;
        } catch (RuntimeException e) {
            LOG.error("a defect of the wizard itself", e);
            failed.accept(
                    Problem.of(Text.of("frame.defect", e.getClass().getSimpleName()), Text.of("frame.defect.next")));
            return;
        }
        done.accept(result);
    }

    private static <T> void hand(AtomicBoolean wanted, Consumer<? super T> to, T value) {
        Platform.runLater(() -> {
            if (wanted.get()) {
                to.accept(value);
            } else if (value instanceof AutoCloseable unwanted) {
                Thread.ofVirtual().name("close").start(() -> close(unwanted));
            }
        });
    }

    /** A result that came after the cancel, a connection for example, is not left open. */
    private static void close(AutoCloseable unwanted) {
        try {
            unwanted.close();
        } catch (Exception e) {
            LOG.warn("could not close what was cancelled", e);
        }
    }

    @Override
    public void later(Runnable action) {
        Platform.runLater(action);
    }
}
