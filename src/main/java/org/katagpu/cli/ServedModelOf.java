package org.katagpu.cli;

import java.util.Optional;

import org.katagpu.chat.Endpoint;
import org.katagpu.chat.HeldKey;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.Stage;
import org.katagpu.setup.serve.ProvedServer;
import org.katagpu.setup.serve.ServeEndpoint;
import org.katagpu.setup.serve.ServeKey;
import org.katagpu.setup.serve.ServeKeyReader;

/** The model that serves on a host, with its key in this machine's memory until it is closed. */
record ServedModelOf(Endpoint endpoint, HeldKey key) implements AutoCloseable {
    /** The server that answers. @throws ProblemException where nothing serves */
    static ProvedServer server(HostSession tie) throws ProblemException, InterruptedException {
        Stage serve = tie.stages().get("serve");
        Optional<ProvedServer> told = serve == null
                ? Optional.empty()
                : ProvedServer.of(tie.runner().check(serve, tie.plan()).facts());
        return told.orElseThrow(() -> new ProblemException(
                Problem.of(Text.of("cli.chat.nobody"), Text.of("cli.chat.nobody.next")).on(tie.host().label())));
    }

    /** Reads its key. */
    static ServedModelOf of(HostSession tie, ServeEndpoint server) throws ProblemException, InterruptedException {
        HeldKey key = server.keyed()
                ? new ServeKeyReader(tie.host()).read(tie.plan()).map(ServeKey::handOver).orElseGet(HeldKey::none)
                : HeldKey.none();
        return new ServedModelOf(server.with(key), key);
    }

    @Override
    public void close() {
        key.close();
    }
}
