package org.katagpu.attest.refusal;

import org.katagpu.attest.Verifier;

/** Carries a {@link Refusal} out of the steps of a verification; {@link Verifier} makes a value of it. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    public RefusedException(Refusal.Reason reason, String detail) {
        super(reason + ": " + detail, null, false, false);
        this.refusal = new Refusal(reason, detail);
    }

    public Refusal refusal() {
        return refusal;
    }
}
