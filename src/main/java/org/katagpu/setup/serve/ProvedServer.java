package org.katagpu.setup.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * The server evidence is asked of. Another process or another certificate is another server.
 *
 * @param arguments the words of the VM's process on the host that say it is confidential; empty: none
 */
public record ProvedServer(ServeEndpoint endpoint, Optional<ServerLife> life, String arguments) {
    /** As a check of the stage tells it; empty where nothing serves. */
    public static Optional<ProvedServer> of(List<JsonNode> facts) {
        return ServeEndpoint.of(facts).map(to -> of(to, GuestServer.of(facts), Proof.of(facts)));
    }

    public static ProvedServer of(ServeEndpoint endpoint, Optional<GuestServer> server, Proof proof) {
        Proof.Standing vm = proof.at(ProofLink.VM);
        return new ProvedServer(endpoint, server.map(GuestServer::life),
                vm.state() == Proof.State.PROVED ? vm.evidence() : "");
    }
}
