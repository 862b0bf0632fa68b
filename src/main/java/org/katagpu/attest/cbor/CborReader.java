package org.katagpu.attest.cbor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one value and nothing after it. Each value has one encoding only: the shortest length, no indefinite lengths, no
 * key twice; else bytes no signature covers could be changed unseen.
 */
public final class CborReader {
    private static final int DEEPEST = 8;
    private static final int ONE_BYTE = 24;
    private static final int EIGHT_BYTES = 27;

    private final Octets input;
    private int at;

    private CborReader(Octets input) {
        this.input = input;
    }

    public static CborValue read(Octets input) throws CborException {
        CborReader reader = new CborReader(input);
        CborValue value = reader.value(0);
        if (reader.at != input.size()) {
            throw reader.refused("bytes after the end");
        }
        return value;
    }

    private CborValue value(int depth) throws CborException {
        if (depth > DEEPEST) {
            throw refused("nested too deep");
        }
        int type = next() >> 5;
        at--;
        return switch (type) {
            case 0 -> new CborValue.Whole(argument());
            case 1 -> new CborValue.Whole(-1 - argument());
            case 2 -> new CborValue.Bytes(octets());
            case 3 -> new CborValue.Words(text());
            case 4 -> row(depth);
            case 5 -> table(depth);
            case 6 -> new CborValue.Tagged(argument(), value(depth + 1));
            default -> throw refused("a float or simple value");
        };
    }

    private CborValue row(int depth) throws CborException {
        int count = count();
        List<CborValue> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(value(depth + 1));
        }
        return new CborValue.Row(values);
    }

    private CborValue table(int depth) throws CborException {
        int count = count();
        Map<Long, CborValue> entries = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            if (!(value(depth + 1) instanceof CborValue.Whole(long key))) {
                throw refused("a key that is no number");
            }
            if (entries.put(key, value(depth + 1)) != null) {
                throw refused("the key " + key + " twice");
            }
        }
        return new CborValue.Table(entries);
    }

    private String text() throws CborException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets().bytes())).toString();
        } catch (CharacterCodingException notText) {
            throw refused("text that is not UTF-8");
        }
    }

    private Octets octets() throws CborException {
        int length = count();
        at += length;
        return input.part(at - length, at);
    }

    /** Each thing counted takes a byte at least, so that no count asks for more memory than the input has. */
    private int count() throws CborException {
        long count = argument();
        if (count > input.size() - at) {
            throw refused("a length beyond the input");
        }
        return (int) count;
    }

    /** Of the head that stands next: its number, in the shortest form. */
    private long argument() throws CborException {
        int brief = next() & 0x1f;
        if (brief < ONE_BYTE) {
            return brief;
        }
        if (brief > EIGHT_BYTES) {
            throw refused("an indefinite length or a reserved one");
        }
        int bytes = 1 << brief - ONE_BYTE;
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | next();
        }
        if (number < 0) {
            throw refused("a number beyond 63 bits");
        }
        long least = bytes == 1 ? ONE_BYTE : 1L << 4 * bytes;
        if (number < least) {
            throw refused("a number not in its shortest form");
        }
        return number;
    }

    private int next() throws CborException {
        if (at >= input.size()) {
            throw refused("cut short");
        }
        return input.at(at++);
    }

    private CborException refused(String what) {
        return new CborException(what, at);
    }
}
