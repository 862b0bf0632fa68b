package org.katagpu.attest;

import java.time.Instant;
import java.util.Optional;
import org.katagpu.attest.refusal.Challenge;
import org.katagpu.attest.refusal.Refusal;
import org.katagpu.attest.token.CvmClaims;
import org.katagpu.attest.token.PlatformClaims;
import org.katagpu.attest.trust.Authority;

/** What came of verifying evidence. */
public sealed interface Verdict {
    /** There is no list of certificates taken back that could be read: no verdict says that there is none. */
    enum Revocation {
        CANNOT_BE_CHECKED
    }

    /**
     * Signed by a machine of this authority. Whether it answers our question is not said by this: see
     * {@link #answering}.
     *
     * @param machine the certificate's subject @param serial of the certificate, hex
     * @param at the moment it was verified for
     */
    record Genuine(Authority authority, String machine, String serial, Instant expires, CvmClaims claims,
            Optional<PlatformClaims> platform, Instant at) implements Verdict {
        public Revocation revocation() {
            return Revocation.CANNOT_BE_CHECKED;
        }

        @Override
        public Verdict answering(Challenge asked) {
            return claims.challenge().equals(asked)
                    ? this
                    : new Refused(new Refusal(Refusal.Reason.CHALLENGE, claims.challenge().octets().hex()));
        }
    }

    record Refused(Refusal refusal) implements Verdict {
        @Override
        public Verdict answering(Challenge asked) {
            return this;
        }
    }

    /** This verdict where the evidence answers what was asked, else a refusal. */
    Verdict answering(Challenge asked);
}
