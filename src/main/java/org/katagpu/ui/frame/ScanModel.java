package org.katagpu.ui.frame;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;
import org.katagpu.host.HostScan;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.Observation;
import org.katagpu.ui.control.Background;

/**
 * What is known of the host, as last read from it. Shared by the pages; read again by itself when the link comes back,
 * the host was restarted, or a run ended. JavaFX thread only.
 */
public final class ScanModel {
    /** Reads the host; blocks. An empty set of sections means all of them. */
    @FunctionalInterface
    public interface Reader {
        HostScan read(Session session, Set<String> sections, Optional<HostScan> before)
                throws ProblemException, InterruptedException;
    }

    private final Wizard wizard;
    private final Reader reader;
    private final Background background;
    private final ReadOnlyObjectWrapper<Optional<HostScan>> scan = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper();
    /** When what is known was read; empty while it holds. */
    private final ReadOnlyObjectWrapper<Optional<Instant>> stale = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Set<String> asked = Set.of();
    private @Nullable Observation read;
    private Background.@Nullable Running running;

    public ScanModel(Wizard wizard, Reader reader, Background background) {
        this.wizard = wizard;
        this.reader = reader;
        this.background = background;
        wizard.sessionProperty().subscribe(this::sessionChanged);
        wizard.watch().changedProperty().subscribe(count -> judge());
    }

    /** Since when what is known holds no more for certain: the time it was read at; empty while it holds. */
    public ReadOnlyObjectProperty<Optional<Instant>> staleProperty() {
        return stale.getReadOnlyProperty();
    }

    /** Holds what was read against how things stand now; what is void is read again as soon as it can be. */
    private void judge() {
        Observation last = read;
        Optional<Observation.Cause> voided = last == null ? Optional.empty() : last.voidedBy(wizard.watch().ofAll());
        stale.set(voided.flatMap(cause -> Optional.ofNullable(last)).map(Observation::at));
        if (voided.isPresent() && running == null && wizard.watch().isUp()) {
            read();
        }
    }

    public ReadOnlyObjectProperty<Optional<HostScan>> scanProperty() {
        return scan.getReadOnlyProperty();
    }

    /** Why the last reading failed, while it is the last. */
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty readingProperty() {
        return reading.getReadOnlyProperty();
    }

    /** Reads the whole host anew. */
    public void read() {
        read(Set.of());
    }

    /** Reads some sections anew; a reading under way is given up for one of what both were to read. */
    public void read(Set<String> sections) {
        wizard.sessionProperty().get().ifPresent(session -> {
            Set<String> wanted = running == null ? sections : both(asked, sections);
            stop();
            asked = wanted;
            reading.set(true);
            problem.set(Optional.empty());
            Optional<HostScan> before = scan.get();
            Observation begun = new Observation(Instant.now(), wizard.watch().ofAll());
            boolean whole = wanted.isEmpty() || before.isEmpty();
            running = background.run(() -> reader.read(session, wanted, before), fresh -> take(fresh, begun, whole),
                    this::failed);
        });
    }

    /** An empty set means everything. */
    private static Set<String> both(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Set.of();
        }
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    private void take(HostScan fresh, Observation begun, boolean whole) {
        running = null;
        reading.set(false);
        if (whole) {
            read = begun;
        }
        scan.set(Optional.of(fresh));
        judge();
    }

    private void failed(Problem why) {
        running = null;
        reading.set(false);
        problem.set(Optional.of(why));
    }

    private void sessionChanged(Optional<Session> session) {
        stop();
        read = null;
        stale.set(Optional.empty());
        scan.set(Optional.empty());
        problem.set(Optional.empty());
        if (session.isPresent()) {
            read();
        }
    }

    private void stop() {
        Background.Running under = running;
        if (under != null) {
            under.cancel();
            running = null;
        }
        reading.set(false);
    }
}
