package org.katagpu.ui.frame;

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
import org.katagpu.ui.control.Background;

/** What is known of the host, as last read from it. Shared by the pages; JavaFX thread only. */
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
    private Background.@Nullable Running running;

    public ScanModel(Wizard wizard, Reader reader, Background background) {
        this.wizard = wizard;
        this.reader = reader;
        this.background = background;
        wizard.sessionProperty().subscribe(this::sessionChanged);
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

    /** Reads some sections anew; a reading under way is given up for it. */
    public void read(Set<String> sections) {
        wizard.sessionProperty().get().ifPresent(session -> {
            stop();
            reading.set(true);
            problem.set(Optional.empty());
            running = background.run(() -> reader.read(session, sections, scan.get()), this::take, this::failed);
        });
    }

    private void take(HostScan fresh) {
        running = null;
        reading.set(false);
        scan.set(Optional.of(fresh));
    }

    private void failed(Problem why) {
        running = null;
        reading.set(false);
        problem.set(Optional.of(why));
    }

    private void sessionChanged(Optional<Session> session) {
        stop();
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
