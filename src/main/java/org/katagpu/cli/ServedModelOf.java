package org.katagpu.cli;

import java.util.Arrays;
import java.util.Optional;

import org.katagpu.chat.CertificatePin;
import org.katagpu.chat.Endpoint;
import org.katagpu.chat.HeldKey;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.Stage;
import org.katagpu.setup.serve.ServeEndpoint;
import org.katagpu.setup.serve.ServeKey;
import org.katagpu.setup.serve.ServeKeyReader;

/** The model that serves on a host, with its key in this machine's memory until it is closed. */
record ServedModelOf(Endpoint endpoint, HeldKey key) implements AutoCloseable {
    /** @throws ProblemException where nothing serves */
    static ServedModelOf of(HostSession tie) throws ProblemException, InterruptedException {
        Stage serve = tie.stages().get("serve");
        Optional<ServeEndpoint> told = serve == null
                ? Optional.empty()
                : ServeEndpoint.of(tie.runner().check(serve, tie.plan()).facts());
        ServeEndpoint server = told.orElseThrow(() -> new ProblemException(
                Problem.of(Text.of("cli.chat.nobody"), Text.of("cli.chat.nobody.next")).on(tie.host().label())));
        HeldKey key = server.keyed() ? held(new ServeKeyReader(tie.host()).read(tie.plan())) : new HeldKey(new char[0]);
        return new ServedModelOf(new Endpoint(server.address(), server.port(),
                server.certificate().map(CertificatePin::parse), server.servedName(), key), key);
    }

    private static HeldKey held(Optional<ServeKey> read) {
        if (read.isEmpty()) {
            return new HeldKey(new char[0]);
        }
        try (ServeKey taken = read.get()) {
            char[] characters = taken.copy();
            HeldKey held = new HeldKey(characters);
            Arrays.fill(characters, '\0');
            return held;
        }
    }

    @Override
    public void close() {
        key.close();
    }
}
