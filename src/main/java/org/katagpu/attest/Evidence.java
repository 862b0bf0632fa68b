package org.katagpu.attest;

import org.katagpu.attest.cbor.Octets;

/**
 * What the guest's {@code /dev/tsi} gives.
 *
 * @param token CBOR @param certificate of the machine, X.509 in DER
 */
public record Evidence(Octets token, Octets certificate) {
    /** As much as the device's own buffers hold. */
    public static final int MOST_TOKEN = 8192;
    public static final int MOST_CERTIFICATE = 4096;
}
