package org.katagpu.ui.page.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.katagpu.job.JobEnd;
import org.katagpu.message.Text;
import org.katagpu.setup.StageEvent;
import org.katagpu.setup.serve.GuestGpu;
import org.katagpu.setup.serve.GuestServer;
import org.katagpu.setup.serve.LiveFigures;
import org.katagpu.setup.serve.Proof;
import org.katagpu.setup.serve.ProofLink;
import org.katagpu.setup.serve.ProvedServer;
import org.katagpu.setup.serve.ServeEndpoint;

/**
 * What is known of the container.
 *
 * @param endpoint where the server answers its health question
 * @param server the process the proof is of; the proof holds in its life alone
 * @param asOf of what is void: when it was read and why it holds no more, where that is known
 */
record ContainerStatus(Proof proof, List<GuestGpu> gpus, Optional<ServeEndpoint> endpoint, Optional<GuestServer> server,
        boolean running, Optional<Text> asOf) {
    static final ContainerStatus NOTHING = new ContainerStatus(Proof.NONE, List.of(), Optional.empty(),
            Optional.empty(), false,
            Optional.empty());

    ContainerStatus {
        gpus = List.copyOf(gpus);
    }

    static ContainerStatus of(List<JsonNode> facts) {
        boolean container = facts.stream().filter(fact -> fact.path("kind").asText().equals("serve.container"))
                .reduce((first, last) -> last).map(fact -> fact.path("owner").asText().equals("ours")
                        && fact.path("task").asText().equals("RUNNING"))
                .orElse(false);
        Proof proof = Proof.of(facts);
        return new ContainerStatus(proof, GuestGpu.of(facts), ServeEndpoint.of(facts), GuestServer.of(facts),
                container || proof.at(ProofLink.GPU).state() == Proof.State.PROVED, Optional.empty());
    }

    /** With one more fact of a run under way. */
    ContainerStatus with(JsonNode fact) {
        ContainerStatus more = of(List.of(fact));
        List<GuestGpu> all = new ArrayList<>(gpus);
        all.removeIf(gpu -> more.gpus().stream().anyMatch(told -> told.index() == gpu.index()));
        all.addAll(more.gpus());
        return new ContainerStatus(proof.with(fact), all, more.endpoint().or(() -> endpoint),
                more.server().or(() -> server),
                running || more.running(), asOf);
    }

    /**
     * What the host says now, and beside it why the act before failed; nothing else that a run told outlives it.
     *
     * @param act the one just made
     */
    ContainerStatus after(Optional<StageEvent.Ended> act) {
        Proof failed = act.filter(ended -> ended.end() instanceof JobEnd.Exited)
                .map(ended -> Proof.of(ended.report().facts()).failures()).orElse(Proof.NONE);
        return new ContainerStatus(proof.over(failed), gpus, endpoint, server, running, Optional.empty());
    }

    /** The server as evidence is asked of it, where one answers. */
    Optional<ProvedServer> proved() {
        return endpoint.map(to -> ProvedServer.of(to, server, proof));
    }

    /** Nobody can say that it still stands. */
    ContainerStatus voided() {
        return voided(asOf);
    }

    /** @param words when it was read and why it holds no more */
    ContainerStatus voided(Optional<Text> words) {
        return new ContainerStatus(proof.voided(), gpus, Optional.empty(), server, running, words);
    }

    /** Whether these figures are of no process, or of another one than was proved. */
    boolean contradictedBy(LiveFigures figures) {
        boolean other = server.isPresent() && figures.life().isPresent()
                && !figures.life().get().equals(server.get().life());
        return other || running && !figures.running();
    }
}
