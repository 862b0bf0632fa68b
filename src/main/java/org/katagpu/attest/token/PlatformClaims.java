package org.katagpu.attest.token;

import java.util.ArrayList;
import java.util.List;
import org.katagpu.attest.cbor.CborValue;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.refusal.RefusedException;

/**
 * What newer firmware says of the machine.
 *
 * @param cvmKey the hash of the key the VM's token is signed with
 * @param lifecycle of the machine: secured, in debugging, …
 * @param service where its maker verifies tokens; may be empty
 */
public record PlatformClaims(Octets cvmKey, String profile, Octets implementation, Octets instance,
        Octets configuration,
        long lifecycle, List<SoftwareComponent> software, String service, String hash) {
    private static final int[] DIGESTS = {32, 48, 64};

    public PlatformClaims {
        software = List.copyOf(software);
    }

    static PlatformClaims of(CborValue value) throws RefusedException {
        Claims claims = Claims.of("platform", value);
        List<SoftwareComponent> software = new ArrayList<>();
        for (CborValue component : claims.row(2399)) {
            software.add(SoftwareComponent.of(component));
        }
        return new PlatformClaims(claims.bytes(10, DIGESTS), claims.text(265), claims.bytes(2396, 32),
                claims.bytes(256, 33), claims.bytes(2401), claims.number(2395), software, claims.textOrNone(2400),
                claims.text(2402));
    }
}
