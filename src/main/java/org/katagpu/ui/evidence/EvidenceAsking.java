package org.katagpu.ui.evidence;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import org.katagpu.attest.Binding;
import org.katagpu.attest.Verifier;
import org.katagpu.attest.report.EvidenceReport;
import org.katagpu.attest.rung.EvidenceReply;
import org.katagpu.attest.rung.ExpectedMeasurement;
import org.katagpu.attest.trust.Trust;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.setup.Plan;
import org.katagpu.setup.serve.EvidenceReader;
import org.katagpu.ui.frame.Session;

/** Asks the guest with a nonce of its own each time, and verifies what comes back with whom this host's evidence needs. */
public final class EvidenceAsking implements EvidenceModel.Asking {
    private final Function<Session, Trust> trust;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** @param trust Huawei for every real host */
    public EvidenceAsking(Function<Session, Trust> trust, InstantSource clock) {
        this.trust = trust;
        this.clock = clock;
    }

    @Override
    public EvidenceModel.Taken ask(Session session, Plan plan, ProvedServer server)
            throws ProblemException, InterruptedException {
        EvidenceReply answer = new EvidenceReader(session.host()).ask(plan, server.arguments(),
                Binding.freshNonce(random),
                server.endpoint().certificate());
        Instant now = clock.instant();
        EvidenceReport report = new EvidenceReport(now, answer,
                new ExpectedMeasurement.Unknown(Text.of("attest.open.no_expected")), configuration(server), Map.of());
        return new EvidenceModel.Taken(report, report.verify(new Verifier(trust.apply(session)), now));
    }

    private static Map<String, String> configuration(ProvedServer server) {
        return Map.of("container", server.endpoint().container(), "model", server.endpoint().servedName(), "address",
                server.endpoint().address() + ":" + server.endpoint().port());
    }
}
