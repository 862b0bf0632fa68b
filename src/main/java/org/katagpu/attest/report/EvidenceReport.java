package org.katagpu.attest.report;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.katagpu.attest.Evidence;
import org.katagpu.attest.Verifier;
import org.katagpu.attest.rung.EvidenceReply;
import org.katagpu.attest.rung.ExpectedMeasurement;
import org.katagpu.attest.rung.Ladder;
import org.katagpu.attest.rung.RungAppraiser;

/**
 * Evidence another person can verify, on another machine and offline. What is not signed in it (who made it when, the
 * host's words, the configuration) is its writer's word, and no rung but the host's stands on it. That the nonce was new
 * when it was asked with, and the key that of the server, is what its writer saw.
 *
 * @param made when the evidence was taken
 * @param configuration what the VM was started with, name by name
 * @param versions of wizard, Kata, kernel …
 */
public record EvidenceReport(Instant made, EvidenceReply answer, ExpectedMeasurement expected,
        Map<String, String> configuration,
        Map<String, String> versions) {
    public EvidenceReport {
        configuration = Collections.unmodifiableMap(new TreeMap<>(configuration));
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    }

    /** The rungs as they stand for whoever holds this report. @param at the moment certificates have to be valid at */
    public Ladder verify(Verifier verifier, Instant at) {
        return new RungAppraiser(verifier).climb(answer, expected, at);
    }
}
