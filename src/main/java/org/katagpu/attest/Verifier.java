package org.katagpu.attest;

import java.time.Instant;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.refusal.Refusal;
import org.katagpu.attest.refusal.RefusedException;
import org.katagpu.attest.token.Token;
import org.katagpu.attest.trust.MachineCertificate;
import org.katagpu.attest.trust.Trust;

/** Verifies evidence with what lies in the program: no network, nothing asked of anybody. */
public final class Verifier {
    private final Trust trust;

    public Verifier(Trust trust) {
        this.trust = trust;
    }

    /** @param at the moment the certificates have to be valid at */
    public Verdict verify(Evidence evidence, Instant at) {
        try {
            bounded(evidence.token(), Evidence.MOST_TOKEN, "token");
            bounded(evidence.certificate(), Evidence.MOST_CERTIFICATE, "certificate");
            Token token = Token.read(evidence.token());
            MachineCertificate machine = MachineCertificate.follow(evidence.certificate(), trust, at);
            machine.signs(token);
            return new Verdict.Genuine(trust.authority(), machine.subject(), machine.serial(), machine.expires(),
                    token.cvm().claims(), token.platform().map(Token.Signed::claims), at);
        } catch (RefusedException refused) {
            return new Verdict.Refused(refused.refusal());
        }
    }

    private static void bounded(Octets octets, int most, String what) throws RefusedException {
        if (octets.size() > most) {
            throw new RefusedException(Refusal.Reason.TOO_LARGE, what + ": " + octets.size() + " bytes");
        }
    }
}
