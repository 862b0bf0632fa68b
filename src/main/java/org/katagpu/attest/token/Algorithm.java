package org.katagpu.attest.token;

import org.katagpu.attest.refusal.Refusal;
import org.katagpu.attest.refusal.RefusedException;

/** What tokens are signed with. */
public enum Algorithm {
    /** RSASSA-PSS with SHA-256. */
    PS256(-37),
    /** ECDSA over P-521 with SHA-512. */
    ES512(-36);

    private final long number;

    Algorithm(long number) {
        this.number = number;
    }

    static Algorithm of(long number) throws RefusedException {
        for (Algorithm one : values()) {
            if (one.number == number) {
                return one;
            }
        }
        throw new RefusedException(Refusal.Reason.ALGORITHM, "COSE algorithm " + number);
    }
}
