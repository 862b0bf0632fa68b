package org.katagpu.attest.cbor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value as read. Floats, simple values and maps with other keys than numbers are not among them: no token has any. */
public sealed interface CborValue {
    record Whole(long number) implements CborValue {}

    record Bytes(Octets octets) implements CborValue {}

    record Words(String text) implements CborValue {}

    record Row(List<CborValue> values) implements CborValue {
        public Row {
            values = List.copyOf(values);
        }
    }

    /** In the order they stand. */
    record Table(Map<Long, CborValue> entries) implements CborValue {
        public Table {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    record Tagged(long tag, CborValue value) implements CborValue {}
}
