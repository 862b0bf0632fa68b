package org.katagpu.ui.frame;

import java.util.Optional;

import javafx.application.Platform;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.remote.LinkState;
import org.katagpu.remote.Subscription;
import org.katagpu.setup.ReadingContext;
import org.katagpu.setup.RunCounter;
import org.katagpu.setup.Stages;

/**
 * How things stand with the window's host: whether it can be asked, over which connection, in which boot, and what ran
 * on it. Whatever was read of the host is held against this. JavaFX thread only.
 */
public final class HostWatch {
    private static final String NOBODY = "";

    private final RunCounter runs;
    private final ReadOnlyObjectWrapper<Optional<LinkState>> link = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyLongWrapper changed = new ReadOnlyLongWrapper();
    private Optional<Session> session = Optional.empty();
    private @Nullable Subscription following;
    private String boot = "";
    private long connections;

    HostWatch(Stages stages) {
        this.runs = new RunCounter(stages);
    }

    /** The link as last heard of; empty without a host. */
    public ReadOnlyObjectProperty<Optional<LinkState>> linkProperty() {
        return link.getReadOnlyProperty();
    }

    /** Grows with everything that may void what was read. */
    public ReadOnlyLongProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    public boolean isUp() {
        return link.get().orElse(null) instanceof LinkState.Up;
    }

    /** Why the link is gone for good; empty while there is one, or it may come back by itself. */
    public Optional<Problem> gone() {
        return link.get().orElse(null) instanceof LinkState.Down(Problem why) ? Optional.of(why) : Optional.empty();
    }

    /** Whether a reading of this stage would find it at rest: the link is up and no run is changing it. */
    public boolean canRead(String stage) {
        return isUp() && !runs.changing(stage);
    }

    /** How things stand for a stage's reading. @param choice what its check is asked with */
    public ReadingContext of(String stage, Object choice) {
        return circumstances(choice, runs.of(stage));
    }

    /** How things stand for a reading of the whole host, which every run may change. */
    public ReadingContext ofAll() {
        return circumstances("", runs.ends());
    }

    private ReadingContext circumstances(Object choice, long seen) {
        return new ReadingContext(session.map(tied -> tied.host().label()).orElse(NOBODY), isUp() ? connections : 0,
                boot, choice, seen);
    }

    /** A report told the boot it holds for. */
    public void told(String bootId) {
        if (!bootId.isEmpty() && !bootId.equals(boot)) {
            boot = bootId;
            changed();
        }
    }

    /** A run of the stage was started, or was found going on. */
    public void began(String stage) {
        runs.began(stage);
        changed();
    }

    /** It ended, however it did. */
    public void ended(String stage) {
        runs.ended(stage);
        changed();
    }

    void tie(Optional<Session> to) {
        Subscription old = following;
        if (old != null) {
            old.close();
            following = null;
        }
        session = to;
        boot = "";
        runs.forget();
        link.set(Optional.empty());
        to.ifPresent(tied -> {
            hear(tied.host().link());
            following = tied.host().onLink(state -> Platform.runLater(() -> {
                if (session.filter(tied::equals).isPresent()) {
                    hear(state);
                }
            }));
        });
        changed();
    }

    private void hear(LinkState state) {
        boolean before = isUp();
        link.set(Optional.of(state));
        if (isUp() != before || gone().isPresent()) {
            connections += isUp() ? 1 : 0;
            changed();
        }
    }

    private void changed() {
        changed.set(changed.get() + 1);
    }
}
