package org.katagpu.practice.firmware;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the little CBOR a token takes. */
final class CborBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    CborBytes whole(long number) {
        return number < 0 ? head(1, -1 - number) : head(0, number);
    }

    CborBytes bytes(byte[] content) {
        head(2, content.length);
        out.writeBytes(content);
        return this;
    }

    CborBytes text(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        head(3, content.length);
        out.writeBytes(content);
        return this;
    }

    CborBytes row(int count) {
        return head(4, count);
    }

    CborBytes map(int count) {
        return head(5, count);
    }

    CborBytes tag(long tag) {
        return head(6, tag);
    }

    byte[] written() {
        return out.toByteArray();
    }

    private CborBytes head(int kind, long number) {
        if (number < 24) {
            out.write(kind << 5 | (int) number);
        } else if (number < 0x100) {
            out.write(kind << 5 | 24);
            out.write((int) number);
        } else {
            out.write(kind << 5 | 25);
            out.write((int) (number >> 8));
            out.write((int) number);
        }
        return this;
    }
}
