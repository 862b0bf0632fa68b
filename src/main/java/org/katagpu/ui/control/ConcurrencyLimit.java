package org.katagpu.ui.control;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

import org.katagpu.message.Problem;

/** A bounded number of pieces of work at a time, the rest in turn: a host is not asked everything at once. */
public final class ConcurrencyLimit implements Background {
    private final Background background;
    private final int most;
    private final Queue<Piece<?>> waiting = new ArrayDeque<>();
    private int underWay;

    public ConcurrencyLimit(Background background, int most) {
        this.background = background;
        this.most = most;
    }

    /** Work that waits, then runs; ends once, however that comes. */
    private final class Piece<T> implements Running {
        private final Work<T> work;
        private final Consumer<? super T> done;
        private final Consumer<Problem> failed;
        private Running running = () -> {};
        private boolean begun;
        private boolean ended;

        Piece(Work<T> work, Consumer<? super T> done, Consumer<Problem> failed) {
            this.work = work;
            this.done = done;
            this.failed = failed;
        }

        void begin() {
            begun = true;
            underWay++;
            running = background.run(work, result -> {
                end();
                done.accept(result);
            }, problem -> {
                end();
                failed.accept(problem);
            });
        }

        private void end() {
            if (!ended) {
                ended = true;
                underWay--;
                next();
            }
        }

        @Override
        public void cancel() {
            waiting.remove(this);
            running.cancel();
            if (begun) {
                end();
            }
        }
    }

    @Override
    public <T> Running run(Work<T> work, Consumer<? super T> done, Consumer<Problem> failed) {
        Piece<T> piece = new Piece<>(work, done, failed);
        waiting.add(piece);
        next();
        return piece;
    }

    private void next() {
        while (underWay < most && !waiting.isEmpty()) {
            waiting.remove().begin();
        }
    }

    @Override
    public void later(Runnable action) {
        background.later(action);
    }
}
