package org.katagpu;

import java.io.IOException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.katagpu.attest.trust.Authority;
import org.katagpu.attest.trust.Issuer;
import org.katagpu.attest.trust.Trust;
import org.katagpu.message.Problem;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.practice.Persona;
import org.katagpu.practice.PracticeHost;
import org.katagpu.ui.page.connect.PracticeHosts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The practice hosts of one window, one at a time. */
final class PracticeRooms implements PracticeHosts, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PracticeRooms.class);

    private @Nullable PracticeHost running;

    @Override
    public List<Choice> choices() {
        return Persona.all().stream().map(one -> new Choice(one.id(), one.name(), one.sentence())).toList();
    }

    @Override
    public synchronized Started start(String id) throws ProblemException {
        close();
        Persona persona = Persona.all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
        try {
            PracticeHost host = PracticeHost.start(persona);
            running = host;
            return new Started(host.target(), host.password());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.of(Text.of("frame.cancelled"), Text.of("frame.cancelled.next")), e);
        }
    }

    /** Who vouches for the evidence of the practice host that runs: under its own name, and nobody where none runs. */
    synchronized Trust trust() {
        PracticeHost host = running;
        return new Trust(Authority.PRACTICE, host == null
                ? List.of()
                : List.of(new Issuer(host.authority().root(), host.authority().issuer())));
    }

    @Override
    public synchronized void close() {
        PracticeHost host = running;
        if (host != null) {
            try {
                host.close();
            } catch (IOException e) {
                LOG.warn("the practice host's folder was not removed whole", e);
            }
            running = null;
        }
    }
}
