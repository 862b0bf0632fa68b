package org.katagpu.attest.token;

import java.util.List;
import java.util.Map;
import org.katagpu.attest.cbor.CborException;
import org.katagpu.attest.cbor.CborReader;
import org.katagpu.attest.cbor.CborValue;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.refusal.Refusal;
import org.katagpu.attest.refusal.RefusedException;

/** A COSE_Sign1 message (RFC 9052) as read: nothing of it is verified yet. */
public record Envelope(Algorithm algorithm, Octets header, Octets payload, Octets signature) {
    private static final long SIGN1 = 18;
    private static final long ALGORITHM = 1;

    static Envelope of(Octets encoded) throws RefusedException {
        if (!(read(encoded) instanceof CborValue.Tagged(long tag, CborValue.Row(List<CborValue> parts)) && tag == SIGN1
                && parts.size() == 4 && parts.get(0) instanceof CborValue.Bytes(Octets header)
                && parts.get(2) instanceof CborValue.Bytes(Octets payload)
                && parts.get(3) instanceof CborValue.Bytes(Octets signature))) {
            throw new RefusedException(Refusal.Reason.STRUCTURE, "no COSE_Sign1");
        }
        if (!(parts.get(1) instanceof CborValue.Table(Map<Long, CborValue> open) && open.isEmpty())) {
            throw new RefusedException(Refusal.Reason.UNPROTECTED_HEADER, "");
        }
        return new Envelope(algorithm(header), header, payload, signature);
    }

    private static Algorithm algorithm(Octets header) throws RefusedException {
        if (read(header) instanceof CborValue.Table(Map<Long, CborValue> entries) && entries.size() == 1
                && entries.get(ALGORITHM) instanceof CborValue.Whole(long number)) {
            return Algorithm.of(number);
        }
        throw new RefusedException(Refusal.Reason.ALGORITHM, "the header names not just an algorithm");
    }

    /** Claims, in newer and older firmware as they are or once more as a byte string. */
    CborValue claims() throws RefusedException {
        CborValue value = read(payload);
        return value instanceof CborValue.Bytes(Octets wrapped) ? read(wrapped) : value;
    }

    /** What the signature is over. */
    public Octets signed() {
        return SignedBytes.of(header, payload);
    }

    static CborValue read(Octets encoded) throws RefusedException {
        try {
            return CborReader.read(encoded);
        } catch (CborException refused) {
            throw new RefusedException(Refusal.Reason.ENCODING, String.valueOf(refused.getMessage()));
        }
    }
}
