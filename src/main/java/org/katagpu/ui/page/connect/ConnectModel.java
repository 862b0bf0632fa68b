package org.katagpu.ui.page.connect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
import org.katagpu.remote.LinkState;
import org.katagpu.remote.Target;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.control.FormDrafts;
import org.katagpu.ui.frame.PageId;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;

/** The connect page's state; outlives its view. JavaFX thread only. */
public final class ConnectModel {
    /** What was known when the page opened. */
    public record Known(List<String> aliases, List<Target> recent) {}

    private final Wizard wizard;
    private final Connector connector;
    private final HostKeyStore keys;
    private final HostBook book;
    private final PracticeHosts practice;
    private final Background background;
    private final BiConsumer<Host, Optional<Text>> connected;
    private final FormDrafts drafts = new FormDrafts();
    private final ObjectProperty<ConnectForm> form = new SimpleObjectProperty<>(ConnectForm.EMPTY);
    private final ReadOnlyObjectWrapper<ConnectState> state = new ReadOnlyObjectWrapper<>(new ConnectState.Idle());
    private final ReadOnlyObjectWrapper<Known> known = new ReadOnlyObjectWrapper<>(new Known(List.of(), List.of()));
    private final ReadOnlyObjectWrapper<List<Text>> warnings = new ReadOnlyObjectWrapper<>(List.of());
    /** Wipes what was typed for the host that is asked about. */
    private Runnable unanswered = () -> {};
    private Background.@Nullable Running running;

    /** @param connected takes the host, and the name of the practice host where it is one */
    public ConnectModel(Wizard wizard, Connector connector, HostKeyStore keys, HostBook book, PracticeHosts practice,
            Background background, BiConsumer<Host, Optional<Text>> connected) {
        this.wizard = wizard;
        this.connector = connector;
        this.keys = keys;
        this.book = book;
        this.practice = practice;
        this.background = background;
        this.connected = connected;
    }

    /** What stands in the form's fields and cannot be used. */
    FormDrafts drafts() {
        return drafts;
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

    /** The host the window is tied to. */
    ReadOnlyObjectProperty<Optional<Session>> tiedProperty() {
        return wizard.sessionProperty();
    }

    /** How the link to it is. */
    ReadOnlyObjectProperty<Optional<LinkState>> linkProperty() {
        return wizard.watch().linkProperty();
    }

    void disconnect() {
        state.set(new ConnectState.Idle());
        wizard.disconnected();
    }

    /** Goes on to the host check. */
    void goOn() {
        wizard.open(PageId.HOST_CHECK);
    }

    /** @param password typed beforehand, may be empty; taken over and wiped */
    public void connect(char[] password) {
        ConnectForm typed = form.get().spread();
        List<Text> unused = SshLine.of(form.get().host()).map(SshLine::passedOver).orElse(List.of()).stream()
                .map(word -> Text.of("connect.line.unused", word)).toList();
        form.set(typed);
        leaving(Text.of("frame.called", typed.host()), () -> begin(typed.host(), password, () -> {
            List<Text> passedOver = Stream.concat(unused.stream(), book.warnings(typed.host().strip()).stream())
                    .toList();
            background.later(() -> warnings.set(passedOver));
            return typed.target(book);
        }, Optional.empty()), () -> Arrays.fill(password, ' '));
    }

    public void connectPractice(PracticeHosts.Choice choice) {
        if (state.get().busy()) {
            return;
        }
        leaving(choice.name(), () -> practise(choice), () -> {});
    }

    private void practise(PracticeHosts.Choice choice) {
        state.set(new ConnectState.Connecting(""));
        running = background.run(() -> practice.start(choice.id()), started -> {
            state.set(new ConnectState.Idle());
            begin(started.target().label(), started.password(), started::target, Optional.of(choice.name()));
        }, this::failed);
    }

    /** Asks before the host in the window is left for another. @param stay what is done where it is not left */
    private void leaving(Text other, Runnable go, Runnable stay) {
        Optional<Session> held = wizard.sessionProperty().get();
        unanswered.run();
        unanswered = () -> {};
        if (held.isEmpty()) {
            go.run();
            return;
        }
        unanswered = stay;
        state.set(new ConnectState.AskingToLeave(held.get().called(), other, () -> {
            unanswered = () -> {};
            state.set(new ConnectState.Idle());
            go.run();
        }));
    }

    /** The host in the window is kept. */
    void stay() {
        unanswered.run();
        unanswered = () -> {};
        state.set(new ConnectState.Idle());
    }

    private void begin(String label, char[] password, Background.Work<Target> target,
            Optional<Text> practiceName) {
        if (state.get().busy()) {
            return;
        }
        warnings.set(List.of());
        state.set(new ConnectState.Connecting(label));
        AdminQuestions questions = new AdminQuestions(password, shown -> background.later(() -> ask(shown)),
                leftOut -> background.later(() -> leftOut(leftOut)));
        running = background.run(() -> {
            try {
                return outcome(target.get(), questions, practiceName);
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

    private Outcome outcome(Target target, AdminQuestions questions, Optional<Text> practiceName)
            throws ProblemException, InterruptedException {
        Host host;
        try {
            host = connector.connect(target, questions);
        } catch (HostKeyChangedException e) {
            return new Changed(e.question(), e.problem());
        }
        if (practiceName.isEmpty()) {
            book.remember(target);
        }
        return new Tied(host, practiceName);
    }

    /** Closed when nobody wants it any more: cancelled in the last moment. */
    private sealed interface Outcome extends AutoCloseable {
        @Override
        default void close() {}
    }

    private record Tied(Host host, Optional<Text> practiceName) implements Outcome {
        @Override
        public void close() {
            host.close();
        }
    }

    private record Changed(HostKeyQuestion question, Problem problem) implements Outcome {}

    private void take(Outcome outcome) {
        running = null;
        switch (outcome) {
            case Tied(Host host, Optional<Text> practiceName) -> {
                state.set(new ConnectState.Idle());
                connected.accept(host, practiceName);
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
