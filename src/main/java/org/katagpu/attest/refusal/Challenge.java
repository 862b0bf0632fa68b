package org.katagpu.attest.refusal;

import org.katagpu.attest.cbor.Octets;

/** What the VM was asked to sign. */
public record Challenge(Octets octets) {
    public static final int SIZE = 64;

    public Challenge {
        if (octets.size() != SIZE) {
            throw new IllegalArgumentException("a challenge has " + SIZE + " bytes, not " + octets.size());
        }
    }
}
