package org.katagpu.attest.token;

import java.util.List;
import org.katagpu.attest.cbor.CborValue;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.refusal.Challenge;
import org.katagpu.attest.refusal.RefusedException;

/**
 * What the firmware says of the VM.
 *
 * @param personalization chosen by the host
 * @param hash of the measurements, as named in the token: {@code sha-256}
 * @param key the public key this token is signed with: DER, or a raw point of P-521
 * @param keyHash what the platform's token names the key by
 * @param initial the RIM: kernel, device tree, vCPUs as they were loaded
 * @param extended the REMs: what the guest added since
 */
public record CvmClaims(Challenge challenge, Octets personalization, String hash, Octets key, String keyHash,
        Octets initial, List<Octets> extended) {
    private static final int[] DIGESTS = {32, 48, 64};
    private static final int SLOTS = 4;

    public CvmClaims {
        extended = List.copyOf(extended);
    }

    static CvmClaims of(CborValue value) throws RefusedException {
        Claims claims = Claims.of("VM", value);
        return new CvmClaims(new Challenge(claims.bytes(10, Challenge.SIZE)), claims.bytes(44235, 64),
                claims.text(44236), claims.bytes(44237), claims.text(44240), claims.bytes(44238, DIGESTS),
                claims.bytesRow(44239, SLOTS, DIGESTS));
    }
}
