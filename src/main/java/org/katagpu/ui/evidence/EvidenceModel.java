package org.katagpu.ui.evidence;

import java.time.Instant;
import java.util.Optional;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;
import org.katagpu.attest.rung.Ladder;
import org.katagpu.chat.CertificatePin;
import org.katagpu.chat.Endpoint;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.Plan;
import org.katagpu.setup.serve.ProvedServer;
import org.katagpu.setup.serve.TakenEvidence;
import org.katagpu.ui.control.Background;
import org.katagpu.ui.frame.Session;
import org.katagpu.ui.frame.Wizard;

/** Evidence of the machine that answers: asked when a server is there, void as soon as it is another. JavaFX thread only. */
public final class EvidenceModel {
    /** Asks for evidence and looks at it; blocks. */
    @FunctionalInterface
    public interface Asking {
        TakenEvidence ask(Session session, Plan plan, ProvedServer server)
                throws ProblemException, InterruptedException;
    }

    private final Wizard wizard;
    private final ReadOnlyObjectProperty<Optional<ProvedServer>> server;
    private final Asking asking;
    private final Background background;
    private final AskOnlyProved setting;
    private final ReadOnlyObjectWrapper<Optional<TakenEvidence>> taken = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private Background.@Nullable Running running;

    public EvidenceModel(Wizard wizard, ReadOnlyObjectProperty<Optional<ProvedServer>> server, Asking asking,
            Background background, AskOnlyProved setting) {
        this.wizard = wizard;
        this.server = server;
        this.asking = asking;
        this.background = background;
        this.setting = setting;
        server.subscribe(_ -> other());
    }

    public ReadOnlyObjectProperty<Optional<TakenEvidence>> takenProperty() {
        return taken.getReadOnlyProperty();
    }

    /** Why it could not be asked. */
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** Whether questions go to a proved machine only. */
    public AskOnlyProved setting() {
        return setting;
    }

    /** What is proved of the server at that end; empty for any other than the one evidence was taken of. */
    public Optional<Ladder> of(Endpoint to) {
        return server.get().map(ProvedServer::endpoint)
                .filter(one -> one.address().equals(to.address()) && one.port() == to.port()
                        && one.certificate().equals(to.pin().map(CertificatePin::sha256)))
                .flatMap(_ -> taken.get()).map(TakenEvidence::ladder);
    }

    /** When it was proved or told, as of {@link #of}. */
    public Optional<Instant> at(Endpoint to) {
        return of(to).flatMap(_ -> taken.get()).map(now -> now.report().made());
    }

    /** Whether a question may go there. */
    public boolean mayAsk(Endpoint to) {
        return !setting.property().get() || of(to).filter(Ladder::proved).isPresent();
    }

    /** With a new nonce. */
    public void ask() {
        Optional<Session> session = wizard.sessionProperty().get();
        Optional<ProvedServer> now = server.get();
        if (session.isEmpty() || now.isEmpty()) {
            return;
        }
        stop();
        problem.set(Optional.empty());
        busy.set(true);
        Plan plan = wizard.planProperty().get();
        running = background.run(() -> asking.ask(session.get(), plan, now.get()), answer -> {
            busy.set(false);
            taken.set(Optional.of(answer));
        }, why -> {
            busy.set(false);
            taken.set(Optional.empty());
            problem.set(Optional.of(why));
        });
    }

    void failed(Problem why) {
        problem.set(Optional.of(why));
    }

    private void other() {
        stop();
        taken.set(Optional.empty());
        problem.set(Optional.empty());
        ask();
    }

    private void stop() {
        Background.Running under = running;
        if (under != null) {
            under.cancel();
            running = null;
        }
        busy.set(false);
    }
}
