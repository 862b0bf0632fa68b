package org.katagpu.attest.rung;

import org.katagpu.attest.cbor.Octets;
import org.katagpu.message.Text;

/** What the measurement of kernel, command line, memory and vCPUs should be. */
public sealed interface ExpectedMeasurement {
    /** @param reason why it cannot be told */
    record Unknown(Text reason) implements ExpectedMeasurement {}

    /**
     * @param rim as computed @param of what it was computed of, for whoever wants to do it again
     * @param rootHash of dm-verity, where the command line that was measured binds the guest image; else empty
     */
    record Value(Octets rim, String of, String rootHash) implements ExpectedMeasurement {}
}
