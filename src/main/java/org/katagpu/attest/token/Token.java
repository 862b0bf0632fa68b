package org.katagpu.attest.token;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.katagpu.attest.cbor.CborValue;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.refusal.Refusal;
import org.katagpu.attest.refusal.RefusedException;

/** A token as read: what is in it is a claim of whoever wrote it until the signatures were verified. */
public record Token(Signed<CvmClaims> cvm, Optional<Signed<PlatformClaims>> platform) {
    private static final long CCA = 399;
    private static final long PLATFORM = 44234;
    private static final long CVM = 44241;

    /** Claims with the envelope they came in. */
    public record Signed<T>(Envelope envelope, T claims) {}

    public static Token read(Octets encoded) throws RefusedException {
        if (!(Envelope.read(encoded) instanceof CborValue.Tagged(long tag, CborValue.Table(Map<Long, CborValue> parts))
                && tag == CCA)) {
            throw new RefusedException(Refusal.Reason.STRUCTURE, "no token");
        }
        // No signature covers this map: one order only.
        List<Long> order = new ArrayList<>(parts.keySet());
        if (!order.equals(List.of(CVM)) && !order.equals(List.of(PLATFORM, CVM))) {
            throw new RefusedException(Refusal.Reason.STRUCTURE, "parts " + order);
        }
        Envelope cvm = part(parts, CVM);
        Optional<Signed<PlatformClaims>> platform = Optional.empty();
        if (parts.containsKey(PLATFORM)) {
            Envelope envelope = part(parts, PLATFORM);
            platform = Optional.of(new Signed<>(envelope, PlatformClaims.of(envelope.claims())));
        }
        return new Token(new Signed<>(cvm, CvmClaims.of(cvm.claims())), platform);
    }

    private static Envelope part(Map<Long, CborValue> parts, long label) throws RefusedException {
        if (parts.get(label) instanceof CborValue.Bytes(Octets encoded)) {
            return Envelope.of(encoded);
        }
        throw new RefusedException(Refusal.Reason.STRUCTURE, "part " + label + " is no byte string");
    }
}
