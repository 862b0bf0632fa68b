package org.katagpu.ui.page.connect;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

import org.jspecify.annotations.Nullable;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Connector;
import org.katagpu.remote.Host;
import org.katagpu.remote.HostBook;
import org.katagpu.remote.HostKeyChangedException;
import org.katagpu.remote.HostKeyQuestion;
import org.katagpu.remote.HostKeyStore;
import org.katagpu.remote.Target;
import org.katagpu.ui.control.Background;

/** The connect page's state; outlives its view. JavaFX thread only. */
public final class ConnectModel {
    /** What was known when the page opened. */
    public record Known(List<String> aliases, List<Target> recent) {}

    private final Connector connector;
    private final HostKeyStore keys;
    private final HostBook book;
    private final PracticeHosts practice;
    private final Background background;
    private final BiConsumer<Host, Boolean> connected;
    private final ObjectProperty<ConnectForm> form = new SimpleObjectProperty<>(ConnectForm.EMPTY);
    private final ReadOnlyObjectWrapper<ConnectState> state = new ReadOnlyObjectWrapper<>(new ConnectState.Idle());
    private final ReadOnlyObjectWrapper<Known> known = new ReadOnlyObjectWrapper<>(new Known(List.of(), List.of()));
    private final ReadOnlyObjectWrapper<List<Text>> warnings = new ReadOnlyObjectWrapper<>(List.of());
    private Background.@Nullable Running running;

    /** @param connected takes the host, and whether it is the practice host */
    public ConnectModel(Connector connector, HostKeyStore keys, HostBook book, PracticeHosts practice,
            Background background, BiConsumer<Host, Boolean> connected) {
        this.connector = connector;
        this.keys = keys;
        this.book = book;
        this.practice = practice;
        this.background = background;
        this.connected = connected;
    }

    ObjectProperty<ConnectForm> formProperty() {
        return form;
    }

    public ReadOnlyObjectProperty<ConnectState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Known> knownProperty() {
        return known.getReadOnlyProperty();
    }

    /** What of the admin's ssh configuration could not be followed at the last attempt. */
    ReadOnlyObjectProperty<List<Text>> warningsProperty() {
        return warnings.getReadOnlyProperty();
    }

    List<PracticeHosts.Choice> practiceChoices() {
        return practice.choices();
    }

    /** Reads aliases and recent hosts anew. */
    void refresh() {
        background.run(() -> new Known(book.aliases(), book.recent()), known::set, this::failed);
    }

    /** Tells what of the configuration is not followed for a typed host, before anything is sent. */
    void look(String typed) {
        if (!typed.isBlank() && !state.get().busy()) {
            background.run(() -> book.warnings(typed.strip()), told -> {
                if (!state.get().busy()) {
                    warnings.set(told);
                }
            }, this::failed);
        }
    }

    /** @param password typed beforehand, may be empty; taken over and wiped */
    public void connect(char[] password) {
        ConnectForm typed = form.get();
        begin(typed.host(), password, () -> {
            List<Text> passedOver = book.warnings(typed.host().strip());
            background.later(() -> warnings.set(passedOver));
            return typed.target(book);
        }, false);
    }

    public void connectPractice(String id) {
        if (state.get().busy()) {
            return;
        }
        state.set(new ConnectState.Connecting(""));
        running = background.run(() -> practice.start(id), started -> {
            state.set(new ConnectState.Idle());
            begin(started.target().label(), started.password(), started::target, true);
        }, this::failed);
    }

    private void begin(String label, char[] password, Background.Work<Target> target, boolean isPractice) {
        if (state.get().busy()) {
            return;
        }
        warnings.set(List.of());
        state.set(new ConnectState.Connecting(label));
        AdminQuestions questions = new AdminQuestions(password, shown -> background.later(() -> ask(shown)),
                leftOut -> background.later(() -> leftOut(leftOut)));
        running = background.run(() -> {
            try {
                return outcome(target.get(), questions, isPractice);
            } finally {
                questions.wipe();
            }
        }, this::take, this::failed);
    }

    private void leftOut(Text text) {
        List<Text> before = warnings.get();
        if (!before.contains(text)) {
            warnings.set(Stream.concat(before.stream(), Stream.of(text)).toList());
        }
    }

    private void ask(ConnectState question) {
        if (state.get().busy()) {
            state.set(question);
        }
    }

    /** The admin has answered; the connecting thread goes on. */
    void answered() {
        state.set(new ConnectState.Connecting(form.get().host()));
    }

    private Outcome outcome(Target target, AdminQuestions questions, boolean isPractice)
            throws ProblemException, InterruptedException {
        Host host;
        try {
            host = connector.connect(target, questions);
        } catch (HostKeyChangedException e) {
            return new Changed(e.question(), e.problem());
        }
        if (!isPractice) {
            book.remember(target);
        }
        return new Tied(host, isPractice);
    }

    /** Closed when nobody wants it any more: cancelled in the last moment. */
    private sealed interface Outcome extends AutoCloseable {
        @Override
        default void close() {}
    }

    private record Tied(Host host, boolean practice) implements Outcome {
        @Override
        public void close() {
            host.close();
        }
    }

    private record Changed(HostKeyQuestion question, Problem problem) implements Outcome {}

    private void take(Outcome outcome) {
        running = null;
        switch (outcome) {
            case Tied(Host host, boolean isPractice) -> {
                state.set(new ConnectState.Connected(host.label()));
                connected.accept(host, isPractice);
                refresh();
            }
            case Changed(HostKeyQuestion question, Problem problem) -> state
                    .set(new ConnectState.HostKeyChanged(question, problem));
        }
    }

    private void failed(Problem problem) {
        running = null;
        state.set(new ConnectState.Failed(problem));
    }

    /** Takes the changed key as the host's, after the admin has compared it; connecting is a further act. */
    void replaceKey(HostKeyQuestion question) {
        background.run(() -> {
            keys.replace(question);
            return question;
        }, done -> state.set(new ConnectState.Idle()), this::failed);
    }

    public void cancel() {
        Background.Running under = running;
        if (under != null) {
            under.cancel();
            running = null;
        }
        state.set(new ConnectState.Failed(Problem.of(Text.of("frame.cancelled"), Text.of("frame.cancelled.next"))));
    }
}
