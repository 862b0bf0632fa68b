package org.katagpu.ui.frame;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

import org.katagpu.message.Problem;
import org.katagpu.setup.Plan;
import org.katagpu.setup.Stages;

/** What one window knows: the host it is tied to, the plan, which page is in front, how each step stands. JavaFX thread only. */
public final class Wizard {
    private final ReadOnlyObjectWrapper<Optional<Session>> session = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<Plan> plan = new SimpleObjectProperty<>(Plan.EMPTY);
    private final ObjectProperty<Optional<Problem>> notice = new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<Note>> notes = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<PageId> page = new ReadOnlyObjectWrapper<>(PageId.CONNECT);
    private final Map<PageId, ObjectProperty<StepMark>> marks = new EnumMap<>(PageId.class);

    private final HostWatch watch;
    private Optional<PageId> sentFrom = Optional.empty();

    public Wizard() {
        this(Stages.WHOLE);
    }

    /** @param stages what a run of each may change for the others */
    public Wizard(Stages stages) {
        this.watch = new HostWatch(stages);
        watch.linkProperty().subscribe(link -> link.ifPresent(state -> mark(PageId.CONNECT, StepMark.of(state))));
        for (PageId id : PageId.values()) {
            marks.put(id, new SimpleObjectProperty<>(id.needsHost() ? StepMark.NO_HOST : StepMark.OPEN));
        }
    }

    public ReadOnlyObjectProperty<Optional<Session>> sessionProperty() {
        return session.getReadOnlyProperty();
    }

    /** What voids that which was read of the host. */
    public HostWatch watch() {
        return watch;
    }

    /**
     * Ties the window to a host; everything known of an earlier one is forgotten.
     *
     * @param kept the choices made for this host before
     */
    public void connected(Session to, Plan kept) {
        disconnected();
        plan.set(kept);
        marks.forEach((id, mark) -> mark.set(StepMark.OPEN));
        mark(PageId.CONNECT, StepMark.DONE);
        watch.tie(Optional.of(to));
        session.set(Optional.of(to));
    }

    /** Lets the host go. Closing talks to it, so it is not waited for. */
    public void disconnected() {
        session.get().ifPresent(old -> Thread.ofVirtual().name("disconnect").start(old.host()::close));
        watch.tie(Optional.empty());
        session.set(Optional.empty());
        plan.set(Plan.EMPTY);
        notice.set(Optional.empty());
        notes.set(List.of());
        marks.forEach((id, mark) -> mark.set(id.needsHost() ? StepMark.NO_HOST : StepMark.OPEN));
    }

    /** A problem that belongs to no page: shown above every page until it is put away. */
    public ObjectProperty<Optional<Problem>> noticeProperty() {
        return notice;
    }

    /** What is said or asked above every page, oldest first. */
    public ReadOnlyObjectProperty<List<Note>> notesProperty() {
        return notes.getReadOnlyProperty();
    }

    /** Says or asks it, in place of an earlier note of its kind. */
    public void say(Note note) {
        List<Note> now = new ArrayList<>(notes.get());
        now.removeIf(other -> other.id().equals(note.id()));
        now.add(note);
        notes.set(List.copyOf(now));
    }

    /** It was answered or read. */
    public void putAway(Note note) {
        notes.set(notes.get().stream().filter(other -> !other.equals(note)).toList());
    }

    public ObjectProperty<Plan> planProperty() {
        return plan;
    }

    public ReadOnlyObjectProperty<PageId> pageProperty() {
        return page.getReadOnlyProperty();
    }

    /** Brings a page to the front, if its needs are met. */
    public void open(PageId id) {
        open(id, Optional.empty());
    }

    /** Brings a page to the front to decide something there: the way on leads back to the page that is in front now. */
    public void send(PageId id) {
        open(id, Optional.of(page.get()));
    }

    private void open(PageId id, Optional<PageId> from) {
        if (canOpen(id)) {
            sentFrom = from.filter(before -> before != id);
            page.set(id);
        }
    }

    /** The page that sent the admin to the one in front; empty: they came by themselves. */
    public Optional<PageId> sentFrom() {
        return sentFrom;
    }

    public boolean canOpen(PageId id) {
        return !id.needsHost() || session.get().isPresent();
    }

    public ReadOnlyObjectProperty<StepMark> markProperty(PageId id) {
        return property(id);
    }

    public void mark(PageId id, StepMark mark) {
        property(id).set(mark);
    }

    private ObjectProperty<StepMark> property(PageId id) {
        return Objects.requireNonNull(marks.get(id));
    }
}
