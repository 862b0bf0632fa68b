package org.katagpu.setup.serve;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.katagpu.attest.Binding;
import org.katagpu.attest.Verifier;
import org.katagpu.attest.report.EvidenceReport;
import org.katagpu.attest.rung.EvidenceReply;
import org.katagpu.attest.rung.ExpectedMeasurement;
import org.katagpu.attest.trust.Trust;
import org.katagpu.message.ProblemException;
import org.katagpu.message.Text;
import org.katagpu.remote.Host;
import org.katagpu.setup.Plan;
import org.katagpu.setup.image.ImageVllm;
import org.katagpu.setup.kata.ReportedKata;

/** Asks the guest with a nonce of its own each time, and verifies what comes back with whom this host's evidence needs. */
public final class EvidenceAsking {
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public EvidenceAsking(InstantSource clock) {
        this.clock = clock;
    }

    /** Blocks for seconds. @param trust Huawei for every real host */
    public TakenEvidence ask(Host host, Trust trust, Plan plan, ProvedServer server)
            throws ProblemException, InterruptedException {
        EvidenceReply answer = new EvidenceReader(host).ask(plan, server.arguments(),
                Binding.freshNonce(random),
                server.endpoint().certificate());
        ReportedKata kata = ReportedKata.of(host, plan);
        Instant now = clock.instant();
        EvidenceReport report = new EvidenceReport(now, answer,
                new ExpectedMeasurement.Unknown(Text.of("attest.open.no_expected")), configuration(server, plan, kata),
                versions(plan, kata));
        return new TakenEvidence(report, report.verify(new Verifier(trust), now));
    }

    private static Map<String, String> configuration(ProvedServer server, Plan plan, ReportedKata kata) {
        Map<String, String> all = new TreeMap<>(kata.configuration());
        all.put("container", server.endpoint().container());
        all.put("model", server.endpoint().servedName());
        all.put("address", server.endpoint().address() + ":" + server.endpoint().port());
        all.put("image", plan.image().reference());
        return all;
    }

    private static Map<String, String> versions(Plan plan, ReportedKata kata) {
        Map<String, String> all = new TreeMap<>(kata.versions());
        all.put("wizard", Objects.requireNonNullElse(EvidenceAsking.class.getPackage().getImplementationVersion(),
                "0-checkout"));
        ImageVllm.version(plan.image()).ifPresent(version -> all.put("vllm", version));
        return all;
    }
}
