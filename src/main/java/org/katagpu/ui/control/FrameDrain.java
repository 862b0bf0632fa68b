package org.katagpu.ui.control;

import java.util.concurrent.atomic.AtomicBoolean;

import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/**
 * Hands over to the JavaFX thread at most once a frame, however often and from however many threads it is asked.
 * What was written before {@link #request} is visible to the action.
 */
public final class FrameDrain {
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AnimationTimer timer;
    private volatile boolean closed;

    public FrameDrain(Runnable action) {
        timer = new AnimationTimer() {
            @Override
            public void handle(long now) {
                stop();
                asked.set(false);
                if (!closed) {
                    action.run();
                }
            }
        };
    }

    /** Any thread. The action runs with the next frame; requests until then are one. */
    public void request() {
        if (!closed && asked.compareAndSet(false, true)) {
            Platform.runLater(timer::start);
        }
    }

    /** The action does not run any more. On the JavaFX thread. */
    public void close() {
        closed = true;
        timer.stop();
    }
}
