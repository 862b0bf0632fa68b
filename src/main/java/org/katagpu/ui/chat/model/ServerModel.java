package org.katagpu.ui.chat.model;

import java.util.List;
import java.util.Optional;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

import org.jspecify.annotations.Nullable;
import org.katagpu.chat.ApiKey;
import org.katagpu.chat.ChatClient;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.HeldKey;
import org.katagpu.chat.ServedModel;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.control.FormDrafts;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;

/** Which server is talked to: the one the Model page has proved, or one the admin typed. JavaFX thread only. */
public final class ServerModel {
    private final Wizard wizard;
    private final Clients clients;
    private final Background background;
    private final ReadOnlyObjectProperty<Optional<Endpoint>> offered;
    private final FormDrafts drafts = new FormDrafts();
    private final ObjectProperty<ServerForm> form = new SimpleObjectProperty<>(ServerForm.EMPTY);
    private final ReadOnlyObjectWrapper<Optional<Endpoint>> endpoint = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<ServedModel>> models = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper trying = new ReadOnlyBooleanWrapper();
    private Background.@Nullable Running running;
    private @Nullable HeldKey held;

    /** @param offered the server the window has proved to answer, if any */
    public ServerModel(Wizard wizard, ReadOnlyObjectProperty<Optional<Endpoint>> offered, Clients clients,
            Background background) {
        this.wizard = wizard;
        this.offered = offered;
        this.clients = clients;
        this.background = background;
        wizard.sessionProperty().subscribe(_ -> leave());
        offered.subscribe(this::take);
    }

    /** The server the Model page has proved to answer. */
    public ReadOnlyObjectProperty<Optional<Endpoint>> offeredProperty() {
        return offered;
    }

    /** What stands in the fields of a typed server and cannot be used. */
    public FormDrafts drafts() {
        return drafts;
    }

    public ObjectProperty<ServerForm> formProperty() {
        return form;
    }

    /** The server that is talked to, with the model chosen of it. */
    public ReadOnlyObjectProperty<Optional<Endpoint>> endpointProperty() {
        return endpoint.getReadOnlyProperty();
    }

    /** What it serves; empty where it was not asked. */
    public ReadOnlyObjectProperty<List<ServedModel>> modelsProperty() {
        return models.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Whether a typed server is being asked what it serves. */
    public ReadOnlyBooleanProperty tryingProperty() {
        return trying.getReadOnlyProperty();
    }

    Optional<ChatClient> client() {
        return wizard.sessionProperty().get()
                .flatMap(session -> endpoint.get().map(to -> clients.client(session.host(), to)));
    }

    /**
     * Asks the typed server what it serves, and takes it if it answers.
     *
     * @param key may be empty; wiped
     */
    public void connect(char[] key) {
        Optional<Session> session = wizard.sessionProperty().get();
        if (session.isEmpty() || trying.get()) {
            java.util.Arrays.fill(key, '\0');
            return;
        }
        HeldKey typed = new HeldKey(key);
        boolean none = key.length == 0;
        java.util.Arrays.fill(key, '\0');
        ServerForm asked = form.get();
        problem.set(Optional.empty());
        trying.set(true);
        running = background.run(() -> found(session.get(), asked.endpoint(none ? ApiKey.NONE : typed)), served -> {
            trying.set(false);
            held = typed;
            models.set(served.models());
            endpoint.set(Optional.of(served.endpoint()));
        }, why -> {
            trying.set(false);
            typed.close();
            problem.set(Optional.of(why));
        });
    }

    private record Served(Endpoint endpoint, List<ServedModel> models) {}

    private Served found(Session session, Endpoint asked) throws ProblemException, InterruptedException {
        List<ServedModel> found = clients.client(session.host(), asked).models();
        if (found.isEmpty()) {
            throw new ProblemException(
                    Problem.of(Text.of("chatpanel.no-models"), Text.of("chatpanel.no-models.next")));
        }
        return new Served(asked.model(found.getFirst().id()), found);
    }

    /** Gives the attempt up. */
    public void cancel() {
        Background.Running under = running;
        if (under != null) {
            under.cancel();
            running = null;
        }
        trying.set(false);
    }

    /** Another model of the same server. */
    public void choose(String model) {
        endpoint.set(endpoint.get().map(now -> now.model(model)));
    }

    /** Takes the server the Model page has proved, if there is one. */
    public void takeOffered() {
        take(offered.get());
    }

    private void take(Optional<Endpoint> proved) {
        if (proved.isPresent() && proved.equals(endpoint.get())) {
            return;
        }
        if (proved.isPresent() || held == null) {
            leave();
            endpoint.set(proved);
        }
    }

    /** Talks to no server any more; a typed key is wiped. */
    public void leave() {
        cancel();
        problem.set(Optional.empty());
        models.set(List.of());
        endpoint.set(Optional.empty());
        HeldKey key = held;
        if (key != null) {
            key.close();
            held = null;
        }
    }
}
