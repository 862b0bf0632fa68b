package org.katagpu.setup.serve;

import org.katagpu.setup.network.NetworkChoice;

/** Choices as tests need them. */
final class Plans {
    private Plans() {}

    static NetworkChoice network(String name) {
        return NetworkChoice.DEFAULT.withName(name);
    }

    static ServeChoice serve(String model, boolean askKey, boolean tls) {
        return serve(model, askKey, tls, "");
    }

    static ServeChoice serve(String model, boolean askKey, boolean tls, String extra) {
        ServeChoice usual = ServeChoice.DEFAULT;
        return new ServeChoice(usual.source(), model, "", "", usual.port(), usual.memoryShare(), 0, 0, false, askKey,
                TlsChoice.of(tls), extra, usual.runtime(), usual.container());
    }
}
