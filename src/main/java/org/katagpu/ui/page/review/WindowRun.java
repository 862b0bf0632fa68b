package org.katagpu.ui.page.review;

import java.util.Optional;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;
import org.katagpu.setup.run.RunEngine;
import org.katagpu.setup.run.RunState;
import org.katagpu.setup.run.RunWork;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.frame.Wizard;

/** The run of several stages that this window drives. JavaFX thread only. */
public final class WindowRun {
    private final Wizard wizard;
    private final RunWork work;
    private final Background background;
    private final ReadOnlyObjectWrapper<Optional<RunState>> state = new ReadOnlyObjectWrapper<>(Optional.empty());
    private @Nullable RunEngine engine;
    private Background.Running running = () -> {};

    /** @param work by the pages' models */
    public WindowRun(Wizard wizard, RunWork work, Background background) {
        this.wizard = wizard;
        this.work = work;
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
        if (isRunning() || wizard.sessionProperty().get().isEmpty()) {
            return;
        }
        RunEngine now = new RunEngine(work, next -> background.later(() -> told(from, next)));
        engine = now;
        state.set(Optional.of(from));
        running = background.run(() -> now.run(from), this::ended, problem -> ended(from.stopped()));
    }

    private void told(RunState from, RunState next) {
        if (isRunning() && next.stages().equals(from.stages())) {
            state.set(Optional.of(next));
        }
    }

    private void ended(RunState last) {
        engine = null;
        state.set(Optional.empty());
        state.set(Optional.of(last));
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
