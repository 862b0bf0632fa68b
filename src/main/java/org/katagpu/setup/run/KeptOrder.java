package org.katagpu.setup.run;

import java.util.function.Consumer;

import org.katagpu.message.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a run's order on the host in step with the run. On the run's own thread. */
public final class KeptOrder implements RunEngine.Told {
    private static final Logger LOG = LoggerFactory.getLogger(KeptOrder.class);

    private final RunStore store;
    private final Consumer<RunState> listener;
    private RunOrder order;

    /** @param listener told once a step is kept */
    public KeptOrder(RunStore store, RunOrder order, Consumer<RunState> listener) {
        this.store = store;
        this.order = order;
        this.listener = listener;
    }

    /** @param first whether it begins here; else it is taken up */
    public void open(boolean first) throws ProblemException, InterruptedException {
        if (first) {
            store.begin(order);
        } else {
            store.claim(order);
        }
    }

    @Override
    public void state(RunState next) throws ProblemException, InterruptedException {
        if (!next.equals(order.state())) {
            order = order.at(next);
            store.keep(order);
        }
        listener.accept(next);
    }

    /** It has ended. What is left on the host then is put away by the next window. */
    public void close() throws InterruptedException {
        try {
            store.forget(order);
        } catch (ProblemException e) {
            LOG.warn("the order of an ended run was not removed", e);
        }
    }
}
