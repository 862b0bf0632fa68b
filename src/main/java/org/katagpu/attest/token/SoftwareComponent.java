package org.katagpu.attest.token;

import org.katagpu.attest.cbor.CborValue;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.refusal.RefusedException;

/** A part of the firmware, as the platform's token tells it; name, version and hash may be empty. */
public record SoftwareComponent(String name, Octets measurement, String version, Octets signer, String hash) {
    static SoftwareComponent of(CborValue value) throws RefusedException {
        Claims claims = Claims.of("software", value);
        return new SoftwareComponent(claims.textOrNone(1), claims.bytes(2), claims.textOrNone(4), claims.bytes(5),
                claims.textOrNone(6));
    }
}
