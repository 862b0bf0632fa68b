package org.katagpu.attest.token;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.katagpu.attest.cbor.CborValue;
import org.katagpu.attest.cbor.Octets;
import org.katagpu.attest.refusal.Refusal;
import org.katagpu.attest.refusal.RefusedException;

/** Claims by their numbers: each one asked for is there, in its type and size. Ones not asked for may be there. */
record Claims(String whose, Map<Long, CborValue> entries) {
    static Claims of(String whose, CborValue value) throws RefusedException {
        if (value instanceof CborValue.Table(Map<Long, CborValue> entries)) {
            return new Claims(whose, entries);
        }
        throw new RefusedException(Refusal.Reason.STRUCTURE, whose + ": no map of claims");
    }

    Octets bytes(long label, int... sizes) throws RefusedException {
        return bytes(label, entries.get(label), sizes);
    }

    private Octets bytes(long label, @Nullable CborValue value, int... sizes)
            throws RefusedException {
        if (value instanceof CborValue.Bytes(Octets octets)
                && (sizes.length == 0 || Arrays.stream(sizes).anyMatch(size -> size == octets.size()))) {
            return octets;
        }
        throw refused(label);
    }

    String text(long label) throws RefusedException {
        if (entries.get(label) instanceof CborValue.Words(String text)) {
            return text;
        }
        throw refused(label);
    }

    String textOrNone(long label) throws RefusedException {
        return entries.containsKey(label) ? text(label) : "";
    }

    long number(long label) throws RefusedException {
        if (entries.get(label) instanceof CborValue.Whole(long number)) {
            return number;
        }
        throw refused(label);
    }

    List<CborValue> row(long label) throws RefusedException {
        if (entries.get(label) instanceof CborValue.Row(List<CborValue> values)) {
            return values;
        }
        throw refused(label);
    }

    /** As many as asked for, each of one of the sizes. */
    List<Octets> bytesRow(long label, int count, int... sizes) throws RefusedException {
        List<CborValue> values = row(label);
        if (values.size() != count) {
            throw refused(label);
        }
        Octets[] all = new Octets[count];
        for (int i = 0; i < count; i++) {
            all[i] = bytes(label, values.get(i), sizes);
        }
        return List.of(all);
    }

    private RefusedException refused(long label) {
        return new RefusedException(Refusal.Reason.CLAIM, whose + ": claim " + label);
    }
}
