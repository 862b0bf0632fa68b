package org.katagpu.ui.page.review;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;
import org.katagpu.job.Nonce;
import org.katagpu.message.Problem;
import org.katagpu.message.Text;
import org.katagpu.setup.run.KeptOrder;
import org.katagpu.setup.run.RunEngine;
import org.katagpu.setup.run.RunOrder;
import org.katagpu.setup.run.RunState;
import org.katagpu.setup.run.RunStore;
import org.katagpu.setup.run.RunWork;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;

/**
 * The run of several stages that this window drives. Its order is kept on the host before every step, so that the next
 * window can go on with it. JavaFX thread only.
 */
public final class WindowRun {
    private final Wizard wizard;
    private final RunWork work;
    private final Function<Session, RunStore> stores;
    private final String owner;
    private final Background background;
    private final ReadOnlyObjectWrapper<Optional<RunState>> state = new ReadOnlyObjectWrapper<>(Optional.empty());
    private @Nullable RunEngine engine;
    private Background.Running running = () -> {};

    /**
     * @param work by the pages' models
     * @param owner told to other admins: {@code admin@laptop}
     */
    public WindowRun(Wizard wizard, RunWork work, Function<Session, RunStore> stores, String owner,
            Background background) {
        this.wizard = wizard;
        this.work = work;
        this.stores = stores;
        this.owner = owner;
        this.background = background;
        wizard.sessionProperty().subscribe(session -> forget());
    }

    /** The run under way, or the last one; empty before the first on this host. */
    public ReadOnlyObjectProperty<Optional<RunState>> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public boolean isRunning() {
        return engine != null;
    }

    void begin(RunState from) {
        RunOrder order = new RunOrder(Nonce.random(), owner, Instant.now(), true, "", wizard.planProperty().get(),
                from);
        drive(order, true);
    }

    /** Goes on with a run that another window, or this one before, began. */
    void takeUp(RunOrder kept) {
        wizard.planProperty().set(kept.plan());
        drive(kept.at(kept.toGoOn()), false);
    }

    private void drive(RunOrder order, boolean first) {
        Optional<Session> session = wizard.sessionProperty().get();
        if (isRunning() || session.isEmpty()) {
            return;
        }
        AtomicReference<@Nullable RunEngine> self = new AtomicReference<>();
        KeptOrder kept = new KeptOrder(stores.apply(session.get()), order,
                next -> background.later(() -> told(self.get(), next)));
        RunEngine now = new RunEngine(work, kept, order.boot());
        self.set(now);
        engine = now;
        state.set(Optional.of(order.state()));
        running = background.run(() -> {
            kept.open(first);
            RunState end = now.run(order.state());
            kept.close();
            return end;
        }, this::ended, this::left);
    }

    private void told(@Nullable RunEngine by, RunState next) {
        if (by != null && engine == by) {
            state.set(Optional.of(next));
        }
    }

    private void ended(RunState last) {
        engine = null;
        // Told anew even where the last step told the same: it runs no more.
        state.set(Optional.empty());
        state.set(Optional.of(last));
    }

    /** This window drives it no more, and why. */
    private void left(Problem why) {
        Optional<RunState> last = state.get();
        engine = null;
        state.set(last.map(now -> now.stopped(Text.of("run.not_begun.left"))));
        wizard.noticeProperty().set(Optional.of(why));
    }

    void stop() {
        RunEngine now = engine;
        if (now != null) {
            now.stop();
        }
    }

    private void forget() {
        running.cancel();
        engine = null;
        state.set(Optional.empty());
    }
}
