package org.katagpu.ui.chat.model;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.katagpu.chat.Conversation;
import org.katagpu.chat.Settings;
import org.katagpu.chat.storage.ConversationStore;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.ui.control.Background;

/** The conversations of this window, newest first, and the one that is shown. JavaFX thread only. */
public final class ConversationsModel {
    private final ConversationStore store;
    private final Background background;
    private final InstantSource clock;
    private final ObservableList<Conversation> all = FXCollections.observableArrayList();
    private final Queue<Writing> waiting = new ArrayDeque<>();
    private final ReadOnlyObjectWrapper<Conversation> shown;
    private final ReadOnlyBooleanWrapper keeping = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());

    /** @param store where conversations are kept on this machine, once the admin asks for it */
    public ConversationsModel(ConversationStore store, Background background, InstantSource clock) {
        this.store = store;
        this.background = background;
        this.clock = clock;
        shown = new ReadOnlyObjectWrapper<>(Conversation.begin(Settings.DEFAULT, clock.instant()));
        all.add(shown.get());
    }

    public ObservableList<Conversation> all() {
        return all;
    }

    public ReadOnlyObjectProperty<Conversation> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Whether conversations are kept on this machine. */
    public ReadOnlyBooleanProperty keepingProperty() {
        return keeping.getReadOnlyProperty();
    }

    /** Why keeping failed. */
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** A new conversation, in the settings of the one shown; one without questions is used again. */
    public void begin() {
        Optional<Conversation> empty = all.stream().filter(one -> one.turns().isEmpty()).findFirst();
        Conversation fresh = empty
                .orElseGet(() -> Conversation.begin(shown.get().settings(), clock.instant()));
        if (empty.isEmpty()) {
            all.addFirst(fresh);
        }
        shown.set(fresh);
    }

    public void show(String id) {
        find(id).ifPresent(shown::set);
    }

    Optional<Conversation> find(String id) {
        return all.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** The new state of a conversation; one that was deleted meanwhile stays so. */
    void put(Conversation changed) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(changed.id())) {
                all.set(i, changed);
                if (shown.get().id().equals(changed.id())) {
                    shown.set(changed);
                }
                if (keeping.get() && !changed.open() && !changed.turns().isEmpty()) {
                    later(() -> store.save(changed));
                }
                return;
            }
        }
    }

    public void rename(String id, String title) {
        find(id).ifPresent(one -> put(one.titled(title.strip())));
    }

    public void settings(Settings settings) {
        put(shown.get().with(settings));
    }

    void delete(String id) {
        find(id).filter(_ -> keeping.get()).ifPresent(gone -> later(() -> store.delete(gone)));
        all.removeIf(one -> one.id().equals(id));
        if (shown.get().id().equals(id)) {
            if (all.isEmpty()) {
                begin();
            } else {
                shown.set(all.getFirst());
            }
        }
    }

    /** Keeps conversations on this machine from now on, or no more: then what was kept is deleted. */
    public void keep(boolean wanted) {
        keeping.set(wanted);
        List<Conversation> now = all.stream().filter(one -> !one.turns().isEmpty() && !one.open()).toList();
        later(() -> {
            if (!wanted) {
                store.turnOff();
            } else {
                store.turnOn();
                for (Conversation one : now) {
                    store.save(one);
                }
            }
        });
    }

    /** Forgets all of this window's; what was kept is read again. */
    void forget() {
        Conversation fresh = Conversation.begin(Settings.DEFAULT, clock.instant());
        all.setAll(List.of(fresh));
        shown.set(fresh);
        background.run(() -> store.on() ? Optional.of(store.load()) : Optional.<List<Conversation>>empty(),
                this::loaded, this::failed);
    }

    private void loaded(Optional<List<Conversation>> kept) {
        keeping.set(kept.isPresent());
        kept.ifPresent(found -> found.stream().filter(one -> find(one.id()).isEmpty()).forEach(all::add));
    }

    /** What is written to disk. */
    @FunctionalInterface
    private interface Writing {
        void run() throws ProblemException;
    }

    /** Writings follow one another, so that the newest state is the one that stays. */
    private void later(Writing writing) {
        waiting.add(writing);
        if (waiting.size() == 1) {
            write();
        }
    }

    private void write() {
        Writing next = waiting.element();
        background.run(() -> {
            next.run();
            return true;
        }, _ -> written(Optional.empty()), why -> written(Optional.of(why)));
    }

    private void written(Optional<Problem> why) {
        problem.set(why);
        waiting.remove();
        if (!waiting.isEmpty()) {
            write();
        }
    }

    private void failed(Problem why) {
        problem.set(Optional.of(why));
    }
}
