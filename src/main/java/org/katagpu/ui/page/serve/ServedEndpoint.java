package org.katagpu.ui.page.serve;

import java.util.Optional;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;
import org.katagpu.chat.ApiKey;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.HeldKey;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.setup.Plan;
import org.katagpu.setup.serve.ServeEndpoint;
import org.katagpu.setup.serve.ServeKey;
import org.katagpu.ui.control.Background;

/**
 * The running server as the chat takes it. Its API key is read from the guest's memory into this machine's, and wiped
 * as soon as the server is no longer the one shown. JavaFX thread only.
 */
final class ServedEndpoint {
    /** Reads the key of the plan's running container; blocks. */
    @FunctionalInterface
    interface Keys {
        Optional<ServeKey> read(Plan plan) throws ProblemException, InterruptedException;
    }

    private final Background background;
    private final ReadOnlyObjectWrapper<Optional<Endpoint>> endpoint = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<ServeEndpoint> shown = Optional.empty();
    private @Nullable HeldKey held;
    private Background.@Nullable Running reading;

    ServedEndpoint(Background background) {
        this.background = background;
    }

    ReadOnlyObjectProperty<Optional<Endpoint>> endpointProperty() {
        return endpoint.getReadOnlyProperty();
    }

    /** Why the key could not be read. */
    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    void serves(ServeEndpoint server, Plan plan, Keys keys) {
        if (shown.equals(Optional.of(server))) {
            return;
        }
        gone();
        shown = Optional.of(server);
        if (server.keyed()) {
            reading = background.run(() -> keys.read(plan).map(ServeKey::handOver).orElseGet(HeldKey::none), key -> {
                held = key;
                endpoint.set(Optional.of(server.with(key)));
            }, why -> {
                shown = Optional.empty();
                problem.set(Optional.of(why));
            });
        } else {
            endpoint.set(Optional.of(server.with(ApiKey.NONE)));
        }
    }

    /** Nothing serves any more; the key is wiped. */
    void gone() {
        if (reading != null) {
            reading.cancel();
            reading = null;
        }
        shown = Optional.empty();
        problem.set(Optional.empty());
        endpoint.set(Optional.empty());
        if (held != null) {
            held.close();
            held = null;
        }
    }
}
