package org.katagpu.remote.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.katagpu.remote.LinkState;
import org.katagpu.remote.Subscription;

/** The current state of the link, told to every listener in order, on one thread of its own and under no lock. */
final class LinkBoard {
    private final BlockingQueue<Runnable> deliveries = new LinkedBlockingQueue<>();
    private final List<Listener> listeners = new ArrayList<>();
    private LinkState state;

    private static final class Listener {
        private final Consumer<LinkState> consumer;
        private volatile boolean closed;

        Listener(Consumer<LinkState> consumer) {
            this.consumer = consumer;
        }

        void tell(LinkState state) {
            if (!closed) {
                consumer.accept(state);
            }
        }
    }

    LinkBoard(LinkState first) {
        this.state = first;
        Thread.ofVirtual().name("ssh-link-listeners").start(this::deliver);
    }

    synchronized LinkState state() {
        return state;
    }

    synchronized Subscription subscribe(Consumer<LinkState> consumer) {
        Listener listener = new Listener(consumer);
        listeners.add(listener);
        LinkState now = state;
        if (now instanceof LinkState.Down) {
            Thread.ofVirtual().start(() -> listener.tell(now));
        } else {
            deliveries.add(() -> listener.tell(now));
        }
        return () -> {
            listener.closed = true;
            synchronized (this) {
                listeners.remove(listener);
            }
        };
    }

    /** Nothing follows {@link LinkState.Down}. */
    synchronized void post(LinkState next) {
        if (state instanceof LinkState.Down) {
            return;
        }
        state = next;
        for (Listener listener : listeners) {
            deliveries.add(() -> listener.tell(next));
        }
        notifyAll();
    }

    /** Waits until the link is up or down for good. */
    synchronized LinkState awaitSettled() throws InterruptedException {
        while (state instanceof LinkState.Reconnecting) {
            wait();
        }
        return state;
    }

    private synchronized boolean finished() {
        return state instanceof LinkState.Down && deliveries.isEmpty();
    }

    /** Ends after {@link LinkState.Down} was told; a listener that comes later is told on a thread of its own. */
    private void deliver() {
        try {
            while (!finished()) {
                Runnable delivery = deliveries.take();
                try {
                    delivery.run();
                } catch (RuntimeException listenersOwn) {
                    Thread.currentThread().getUncaughtExceptionHandler().uncaughtException(Thread.currentThread(),
                            listenersOwn);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
